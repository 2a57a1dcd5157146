# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
#
# How everything here is compiled and linked. Per target, so that a project
# which adds libeip as a subdirectory keeps its own flags.

include(CheckCCompilerFlag)

set(eip_warnings
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wvla -Wcast-qual -Wundef)
set(eip_warnings_c -Wstrict-prototypes -Wmissing-prototypes)

set(eip_harden_compile "")
set(eip_harden_link "")
if(EIP_HARDEN AND NOT EIP_SANITIZE)
    set(eip_harden_compile
        -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong)
    check_c_compiler_flag(-fcf-protection eip_has_cf_protection)
    if(eip_has_cf_protection)
        list(APPEND eip_harden_compile -fcf-protection)
    endif()
    set(eip_harden_link LINKER:-z,relro LINKER:-z,now)
endif()

# Counting bits is one instruction from x86-64-v2 on (all processors since
# 2009), a call before. A project's own -march stays.
set(eip_march "")
if(EIP_MARCH AND CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$"
        AND NOT "${CMAKE_C_FLAGS}" MATCHES "-march=")
    check_c_compiler_flag(-march=${EIP_MARCH} eip_has_march_${EIP_MARCH})
    if(NOT eip_has_march_${EIP_MARCH})
        message(FATAL_ERROR "eip: EIP_MARCH: '${EIP_MARCH}' is unknown to the "
            "compiler")
    endif()
    set(eip_march -march=${EIP_MARCH})
endif()

set(eip_sanitize "")
if(EIP_SANITIZE)
    set(eip_sanitize -fsanitize=${EIP_SANITIZE} -fno-omit-frame-pointer)
    if(EIP_SANITIZE MATCHES "undefined")
        list(APPEND eip_sanitize -fno-sanitize-recover=all)
    endif()
endif()

# Warnings, hardening and sanitizers for one target's sources.
function(eip_compile_options target)
    target_compile_options(${target} PRIVATE
        ${eip_warnings}
        $<$<COMPILE_LANGUAGE:C>:${eip_warnings_c}>
        $<$<BOOL:${EIP_WERROR}>:-Werror>
        # Two builds in two folders give the same bytes.
        -ffile-prefix-map=${PROJECT_SOURCE_DIR}=.
        "$<$<CONFIG:Release,RelWithDebInfo,MinSizeRel>:${eip_harden_compile}>"
        ${eip_march}
        ${eip_sanitize})
    set_target_properties(${target} PROPERTIES
        C_STANDARD 11
        C_STANDARD_REQUIRED ON
        C_EXTENSIONS OFF
        CXX_STANDARD 17
        CXX_STANDARD_REQUIRED ON
        CXX_EXTENSIONS OFF)
endfunction()

# The same for what is linked: a library or an executable.
function(eip_link_options target)
    target_link_options(${target} PRIVATE
        "$<$<CONFIG:Release,RelWithDebInfo,MinSizeRel>:${eip_harden_link}>"
        ${eip_sanitize})
endfunction()
