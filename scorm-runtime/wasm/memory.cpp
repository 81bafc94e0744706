// Memory of the module: the half of what wasi-libc's allocator takes, and quicker, because a session
// lives as long as its page. Blocks come in sizes of four steps to the octave; a freed block waits for the
// next one of its size and is never split or joined, so that at most a quarter of a block is lost.
#include <cstddef>
#include <cstdint>
#include <new>

namespace {

constexpr std::size_t kPage = 65536;
constexpr std::size_t kHeader = 16;  ///< in front of each block, so that what follows is aligned
constexpr std::size_t kSizes = 4 * 32;

struct Block {
    std::size_t size_class;
    Block* next;
};
static_assert(sizeof(Block) <= kHeader);

Block* waiting[kSizes];
std::uintptr_t fresh = 0;      ///< where memory begins that was never used
std::uintptr_t fresh_end = 0;  ///< and where it ends; 0 before the first block

/// Size class of a block of at least `bytes`, and that class's size in its place.
std::size_t size_class_of(std::size_t& bytes) {
    if (bytes < 16) bytes = 16;
    const auto octave = static_cast<std::size_t>(31 - __builtin_clz(bytes - 1));
    const std::size_t step = std::size_t{1} << (octave - 2);
    const std::size_t steps = (bytes - 1) / step;  // 4 to 7
    bytes = (steps + 1) * step;
    return octave * 4 + steps - 4;
}

Block* from_fresh(std::size_t bytes) {
    if (fresh_end == 0) fresh = fresh_end = __builtin_wasm_memory_size(0) * kPage;
    if (fresh_end - fresh < bytes) {
        const std::size_t pages = (bytes - (fresh_end - fresh) + kPage - 1) / kPage;
        if (__builtin_wasm_memory_grow(0, pages) == static_cast<std::size_t>(-1)) __builtin_trap();
        fresh_end += pages * kPage;
    }
    auto* const block = reinterpret_cast<Block*>(fresh);  // NOLINT(performance-no-int-to-ptr)
    fresh += bytes;
    return block;
}

}  // namespace

/// Memory that cannot be had ends the session, as everywhere without exceptions.
void* operator new(std::size_t bytes) {
    if (bytes > SIZE_MAX / 2) __builtin_trap();
    const std::size_t size_class = size_class_of(bytes);
    Block* block = waiting[size_class];
    if (block != nullptr)
        waiting[size_class] = block->next;
    else
        block = from_fresh(((bytes + 15) & ~std::size_t{15}) + kHeader);
    block->size_class = size_class;
    return reinterpret_cast<char*>(block) + kHeader;
}

void operator delete(void* memory) noexcept {
    if (memory == nullptr) return;
    auto* const block = reinterpret_cast<Block*>(static_cast<char*>(memory) - kHeader);
    block->next = waiting[block->size_class];
    waiting[block->size_class] = block;
}

void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }
