# cmake --install: find_package(hillock) gives hillock::hillock, with COMPONENTS lab hillock::lab too; pkg-config gives hillock.
include(CMakePackageConfigHelpers)
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/hillock)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/hillock ${PROJECT_BINARY_DIR}/include/hillock
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS hillock EXPORT hillock_targets)
install(EXPORT hillock_targets NAMESPACE hillock:: DESTINATION ${package_folder})

file(GLOB pages ${PROJECT_SOURCE_DIR}/docs/*.md)  # headers call them docs/NAME.md
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/CHANGELOG.md ${pages} DESTINATION ${CMAKE_INSTALL_DOCDIR})

if(TARGET hillock_lab)
  # The lab's headers are found as "lab/experiment.hpp", "data/load.hpp", "nn/network.hpp", "report/report.hpp".
  foreach(part base data nn lab report)
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/src/${part} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/hillock-lab
      FILES_MATCHING PATTERN "*.hpp")
  endforeach()
  target_include_directories(hillock_engine PUBLIC $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/hillock-lab>)
  install(TARGETS hillock_engine hillock_lab EXPORT hillock_lab_targets)
  install(EXPORT hillock_lab_targets NAMESPACE hillock:: DESTINATION ${package_folder})
endif()

if(TARGET hillock_program)
  install(TARGETS hillock_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(FILES ${PROJECT_SOURCE_DIR}/docs/hillock.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
  # The program writes its completions; each shell looks for them in a folder of its own.
  foreach(place bash:bash-completion/completions/hillock zsh:zsh/site-functions/_hillock fish:fish/vendor_completions.d/hillock.fish)
    string(REGEX MATCH "^([a-z]+):(.*)/(.*)$" place ${place})
    set(shell ${CMAKE_MATCH_1})
    set(completions ${PROJECT_BINARY_DIR}/completions/${shell})
    add_custom_command(OUTPUT ${completions} COMMAND hillock_program completions ${shell} > ${completions}
      DEPENDS hillock_program VERBATIM)
    list(APPEND all_completions ${completions})
    install(FILES ${completions} DESTINATION ${CMAKE_INSTALL_DATADIR}/${CMAKE_MATCH_2} RENAME ${CMAKE_MATCH_3} OPTIONAL)  # ./hillock builds the program alone
  endforeach()
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/completions)
  add_custom_target(hillock_completions ALL DEPENDS ${all_completions})
endif()

# What a linker that knows nothing of C++ must be told: what C++ programs link beside what C programs do.
set(cxx_runtime ${CMAKE_CXX_IMPLICIT_LINK_LIBRARIES})
list(REMOVE_ITEM cxx_runtime ${CMAKE_C_IMPLICIT_LINK_LIBRARIES})
list(REMOVE_DUPLICATES cxx_runtime)

configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/hillock-config.cmake.in
  ${PROJECT_BINARY_DIR}/hillock-config.cmake INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/hillock-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/hillock-config.cmake ${PROJECT_BINARY_DIR}/hillock-config-version.cmake
  DESTINATION ${package_folder})

# hillock.pc finds itself, so that cmake --install --prefix may choose another place.
file(RELATIVE_PATH pc_prefix ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
file(RELATIVE_PATH pc_libdir ${CMAKE_INSTALL_PREFIX} ${CMAKE_INSTALL_FULL_LIBDIR})
file(RELATIVE_PATH pc_includedir ${CMAKE_INSTALL_PREFIX} ${CMAKE_INSTALL_FULL_INCLUDEDIR})
list(TRANSFORM cxx_runtime PREPEND -l OUTPUT_VARIABLE runtime)
list(JOIN runtime " " runtime)
set(private)
if(BUILD_SHARED_LIBS)
  set(private _private)
endif()  # with the static library alone nobody can do without what it needs: it is public, and --static adds nothing
string(STRIP "${runtime} ${CMAKE_THREAD_LIBS_INIT}" pc_libs${private})
configure_file(${PROJECT_SOURCE_DIR}/cmake/hillock.pc.in ${PROJECT_BINARY_DIR}/hillock.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/hillock.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
