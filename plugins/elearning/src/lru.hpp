// A bounded collection of shared values: the one not asked for the longest gives way. Thread-safe.
// A value that has given way lives on with those who hold it.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace tessera::elearning {

template <class Key, class Value>
class Lru {
public:
    explicit Lru(std::size_t most) : most_(most) {}

    std::shared_ptr<Value> get(const Key& key) {
        const std::lock_guard lock(mutex_);
        const auto found = places_.find(key);
        if (found == places_.end()) return nullptr;
        order_.splice(order_.begin(), order_, found->second);
        return found->second->second;
    }

    /// The value now in place: another thread's when that one was quicker.
    std::shared_ptr<Value> put(const Key& key, std::shared_ptr<Value> value) {
        const std::lock_guard lock(mutex_);
        if (const auto found = places_.find(key); found != places_.end())
            return found->second->second;
        order_.emplace_front(key, value);
        places_.emplace(key, order_.begin());
        if (order_.size() > most_) {
            places_.erase(order_.back().first);
            order_.pop_back();
        }
        return value;
    }

    void erase(const Key& key) {
        const std::lock_guard lock(mutex_);
        const auto found = places_.find(key);
        if (found == places_.end()) return;
        order_.erase(found->second);
        places_.erase(found);
    }

private:
    using Entry = std::pair<Key, std::shared_ptr<Value>>;

    const std::size_t most_;
    std::mutex mutex_;
    std::list<Entry> order_;  ///< last asked for first
    std::unordered_map<Key, typename std::list<Entry>::iterator> places_;
};

}  // namespace tessera::elearning
