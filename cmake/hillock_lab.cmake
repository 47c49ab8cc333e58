# hillock::lab – data, experiments and reports. Static always: its classes change with every version, so there is no binary
# interface that a shared library could keep.
find_package(ZLIB REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)

# Each layer is a set of objects of its own, so that the tests of one need not wait for those above it.
function(hillock_layer target)
  file(GLOB sources CONFIGURE_DEPENDS ${ARGN})
  add_library(${target} OBJECT ${sources})
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(${target}
    PUBLIC hillock_engine hillock
    PRIVATE hillock_options ZLIB::ZLIB Threads::Threads fmt::fmt nlohmann_json::nlohmann_json)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${HILLOCK_UNITY})
endfunction()
hillock_layer(hillock_data ${PROJECT_SOURCE_DIR}/src/data/*.cpp)
hillock_layer(hillock_experiments ${PROJECT_SOURCE_DIR}/src/lab/*.cpp ${PROJECT_SOURCE_DIR}/src/lab/metrics/*.cpp
  ${PROJECT_SOURCE_DIR}/src/lab/probes/*.cpp)
hillock_layer(hillock_report ${PROJECT_SOURCE_DIR}/src/report/*.cpp)
hillock_layer(hillock_advice ${PROJECT_SOURCE_DIR}/src/advice/*.cpp)
set_target_properties(hillock_report PROPERTIES UNITY_BUILD_BATCH_SIZE 7)  # the drawing and the JSON share short names

add_library(hillock_lab STATIC
  $<TARGET_OBJECTS:hillock_data> $<TARGET_OBJECTS:hillock_experiments> $<TARGET_OBJECTS:hillock_report>
  $<TARGET_OBJECTS:hillock_advice>)
add_library(hillock::lab ALIAS hillock_lab)
set_target_properties(hillock_lab PROPERTIES EXPORT_NAME lab LINKER_LANGUAGE CXX)
target_include_directories(hillock_lab PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>)
target_link_libraries(hillock_lab PUBLIC hillock_engine hillock PRIVATE ZLIB::ZLIB Threads::Threads fmt::fmt)
