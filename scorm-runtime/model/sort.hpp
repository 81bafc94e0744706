// Sorting for lists that are sorted once: std::sort would add two kilobytes to the module for the
// browser for each type, this adds a fifth of that.
#pragma once

#include <algorithm>
#include <vector>

namespace scorm {

template <class T>
void sort(std::vector<T>& list) {
    std::make_heap(list.begin(), list.end());
    std::sort_heap(list.begin(), list.end());
}

}  // namespace scorm
