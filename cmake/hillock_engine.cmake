# The training engine: part of hillock::lab, a library of its own so that the AArch64 build tests it without the lab's
# dependencies.
file(GLOB engine_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/nn/*.cpp)
add_library(hillock_engine STATIC ${engine_sources})
set_target_properties(hillock_engine PROPERTIES EXPORT_NAME engine POSITION_INDEPENDENT_CODE ON)
target_include_directories(hillock_engine PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>)
target_link_libraries(hillock_engine
  PUBLIC hillock
  PRIVATE $<BUILD_INTERFACE:hillock_options> $<BUILD_INTERFACE:hillock_headers>)
