# cmake --install: find_package(hillock) gives hillock::hillock and, where it was built, hillock::lab.
include(CMakePackageConfigHelpers)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/hillock ${PROJECT_BINARY_DIR}/include/hillock
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS hillock hillock_engine EXPORT hillock_targets)
if(TARGET hillock_lab)
  # The lab's headers are found as hillock/lab/…: "lab/experiment.hpp", "data/load.hpp", "nn/network.hpp", "report/report.hpp".
  foreach(part base data nn lab report)
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/src/${part} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/hillock-lab
      FILES_MATCHING PATTERN "*.hpp")
  endforeach()
  target_include_directories(hillock_engine PUBLIC $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/hillock-lab>)
  install(TARGETS hillock_lab EXPORT hillock_targets)
endif()
if(TARGET hillock_program)
  install(TARGETS hillock_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(FILES ${PROJECT_SOURCE_DIR}/docs/hillock.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
endif()
install(EXPORT hillock_targets NAMESPACE hillock:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/hillock)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/hillock-config.cmake.in
  ${PROJECT_BINARY_DIR}/hillock-config.cmake INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/hillock)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/hillock-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/hillock-config.cmake ${PROJECT_BINARY_DIR}/hillock-config-version.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/hillock)
