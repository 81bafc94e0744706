// Everything a plugin needs.
#pragma once

#include "tessera/auth.hpp"
#include "tessera/plugin.hpp"
