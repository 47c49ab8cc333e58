// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <list>
#include <string>

#include "temporary_folder.hpp"

namespace hillock::lab::testing {

/// An empty folder, there until the process ends.
inline std::filesystem::path fresh_folder() {
  static std::list<test::temporary_folder> folders;
  return folders.emplace_back().path();
}

/// The message of the exception of that type which `act` must throw.
template <class Exception, class Action>
std::string message_of(Action act) {
  try {
    act();
  } catch (const Exception& problem) {
    return problem.what();
  }
  ADD_FAILURE() << "nothing was thrown";
  return "";
}

}  // namespace hillock::lab::testing
