# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
#
# Install and export. Nothing installed names the prefix, so that it may be
# chosen with `cmake --install --prefix` and moved afterwards.

include(CMakePackageConfigHelpers)

set(eip_cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/eip)

# One export each: who links the shared library needs no Judy to be there.
install(TARGETS eip_shared EXPORT eipSharedTargets
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
    FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS eip_static EXPORT eipStaticTargets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
    FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
set(eip_exports Shared Static)
if(EIP_LMDB)
    # Apart, so that who needs no store on disk needs no LMDB.
    install(TARGETS eip_lmdb_shared EXPORT eipLmdbSharedTargets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
    install(TARGETS eip_lmdb_static EXPORT eipLmdbStaticTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
    list(APPEND eip_exports LmdbShared LmdbStatic)
endif()
foreach(name IN LISTS eip_exports)
    install(EXPORT eip${name}Targets
        NAMESPACE eip::
        DESTINATION ${eip_cmake_dir})
endforeach()

configure_package_config_file(
    ${CMAKE_CURRENT_LIST_DIR}/eipConfig.cmake.in
    ${PROJECT_BINARY_DIR}/eipConfig.cmake
    INSTALL_DESTINATION ${eip_cmake_dir}
    NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(
    ${PROJECT_BINARY_DIR}/eipConfigVersion.cmake
    COMPATIBILITY SameMajorVersion)
install(FILES
    ${PROJECT_BINARY_DIR}/eipConfig.cmake
    ${PROJECT_BINARY_DIR}/eipConfigVersion.cmake
    ${CMAKE_CURRENT_LIST_DIR}/eipDependencies.cmake
    DESTINATION ${eip_cmake_dir})

# The .pc file finds its prefix from where it lies itself. Debian's libdir is
# lib/<triplet>, so the way up is not the same everywhere.
set(eip_pc_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
if(IS_ABSOLUTE ${CMAKE_INSTALL_LIBDIR}
        OR IS_ABSOLUTE ${CMAKE_INSTALL_INCLUDEDIR})
    set(eip_pc_prefix ${CMAKE_INSTALL_PREFIX})
    set(eip_pc_libdir ${CMAKE_INSTALL_FULL_LIBDIR})
    set(eip_pc_includedir ${CMAKE_INSTALL_FULL_INCLUDEDIR})
else()
    file(RELATIVE_PATH up /${eip_pc_dir} /)
    string(REGEX REPLACE "/$" "" up "${up}")
    set(eip_pc_prefix "\${pcfiledir}/${up}")
    set(eip_pc_libdir "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
    set(eip_pc_includedir "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/eip.pc.in
    ${PROJECT_BINARY_DIR}/eip.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/eip.pc DESTINATION ${eip_pc_dir})
if(EIP_LMDB)
    configure_file(${CMAKE_CURRENT_LIST_DIR}/eip-lmdb.pc.in
        ${PROJECT_BINARY_DIR}/eip-lmdb.pc @ONLY)
    install(FILES ${PROJECT_BINARY_DIR}/eip-lmdb.pc DESTINATION ${eip_pc_dir})
endif()

install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/CHANGELOG.md
    DESTINATION ${CMAKE_INSTALL_DOCDIR})
