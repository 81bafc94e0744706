#pragma once

/// Marks what libtessera_sdk exports; everything else is built with hidden visibility.
#define TESSERA_API __attribute__((visibility("default")))
