# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
#
# What libeip links: Judy (which comes with neither a .pc nor a CMake file),
# xxHash and threads, as the targets eip::judy, eip::xxhash and
# Threads::Threads; and what eip-lmdb links besides, LMDB. Used by libeip's own build and, installed beside
# eipConfig.cmake, by whoever links the static library.
#
# Sets eip_DEPENDENCIES_FOUND, and eip_DEPENDENCIES_MISSING to a sentence.

set(eip_DEPENDENCIES_MISSING "")

# eip_find_dependency(NAME HEADER LIBRARY DEBIAN_PACKAGE)
function(eip_find_dependency name header library package)
    if(TARGET eip::${name})
        return()
    endif()
    string(TOUPPER ${name} upper)
    find_path(EIP_${upper}_INCLUDE_DIR ${header})
    find_library(EIP_${upper}_LIBRARY ${library})
    mark_as_advanced(EIP_${upper}_INCLUDE_DIR EIP_${upper}_LIBRARY)
    if(NOT EIP_${upper}_INCLUDE_DIR OR NOT EIP_${upper}_LIBRARY)
        set(eip_DEPENDENCIES_MISSING
            "${eip_DEPENDENCIES_MISSING}${header} or lib${library} is missing \
(Debian: ${package}). " PARENT_SCOPE)
        return()
    endif()
    # Of type INTERFACE, so that the shared library's users never see it.
    add_library(eip::${name} INTERFACE IMPORTED)
    set_target_properties(eip::${name} PROPERTIES
        INTERFACE_INCLUDE_DIRECTORIES "${EIP_${upper}_INCLUDE_DIR}"
        INTERFACE_LINK_LIBRARIES "${EIP_${upper}_LIBRARY}")
endfunction()

eip_find_dependency(judy Judy.h Judy libjudy-dev)
eip_find_dependency(xxhash xxhash.h xxhash libxxhash-dev)
# Only the store on disk needs LMDB, as eip::liblmdb.
set(needed "${eip_DEPENDENCIES_MISSING}")
eip_find_dependency(liblmdb lmdb.h lmdb liblmdb-dev)
set(eip_DEPENDENCIES_MISSING "${needed}")

set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads QUIET)
if(NOT Threads_FOUND)
    string(APPEND eip_DEPENDENCIES_MISSING "POSIX threads are missing. ")
endif()

if(eip_DEPENDENCIES_MISSING STREQUAL "")
    set(eip_DEPENDENCIES_FOUND TRUE)
else()
    set(eip_DEPENDENCIES_FOUND FALSE)
endif()
