#include "model/elements.hpp"

#include "model/elements_12.hpp"
#include "model/elements_2004.hpp"

#include <array>

namespace scorm {

namespace {

/// The arrays that have a layout, in the order of Layout (Root has none).
constexpr std::string_view kArrayPaths[] = {"",
                                            "cmi.comments_from_learner",
                                            "cmi.comments_from_lms",
                                            "cmi.interactions",
                                            "cmi.interactions.n.objectives",
                                            "cmi.interactions.n.correct_responses",
                                            "cmi.objectives",
                                            "adl.data"};
/// In the order of Known.
constexpr std::string_view kKnownPaths[] = {"cmi.interactions.n.id", "cmi.interactions.n.type",
                                            "cmi.objectives.n.id"};
static_assert(std::size(kKnownPaths) == static_cast<std::size_t>(Known::Count));
static_assert(std::size(kArrayPaths) == static_cast<std::size_t>(Layout::Count));

constexpr Layout layout_of_array(std::string_view path) {
    for (std::size_t i = 1; i < std::size(kArrayPaths); ++i)
        if (kArrayPaths[i] == path) return static_cast<Layout>(i);
    return Layout::Count;
}

/// The array an element belongs to: what stands before the last index of its path.
constexpr Layout layout_of_element(std::string_view path) {
    const std::size_t index = path.rfind(".n.");
    return index == std::string_view::npos ? Layout::Root : layout_of_array(path.substr(0, index));
}

/// FNV-1a, character by character, and folded to a bucket.
constexpr std::uint32_t kNoHash = 2166136261U;
constexpr std::uint32_t step(std::uint32_t hash, char c) {
    return (hash ^ static_cast<unsigned char>(c)) * 16777619U;
}
constexpr std::size_t folded(std::uint32_t hash) {
    return (hash ^ (hash >> 8) ^ (hash >> 16)) & 0xFFU;
}
constexpr std::size_t hash(std::string_view text) {
    std::uint32_t value = kNoHash;
    for (const char c : text) value = step(value, c);
    return folded(value);
}

}  // namespace

constexpr Model::Model(std::span<const Element> elements, Edition edition) {
    for (const Element& element : elements) {
        if (is_2004(edition) && (edition < element.first || edition > element.last)) continue;
        const std::size_t i = count_++;
        Row& row = rows_[i];
        row.element = &element;
        row.layout = layout_of_element(element.path);
        const auto layout = static_cast<std::size_t>(row.layout);
        if (element.type == Type::Array) {
            row.array = layout_of_array(element.path);
            row.slot = arrays_[layout].add(i);
            array_rows_[static_cast<std::size_t>(row.array)] = static_cast<std::uint8_t>(i);
        } else if (element.type != Type::Group) {
            row.slot = leaves_[layout].add(i);
        }
        for (std::size_t known = 0; known < std::size(kKnownPaths); ++known)
            if (element.path == kKnownPaths[known]) known_[known] = static_cast<std::uint8_t>(i);
        std::size_t bucket = hash(element.path);
        while (hashed_[bucket] != 0) bucket = (bucket + 1) % kBuckets;
        hashed_[bucket] = static_cast<std::uint8_t>(i + 1);
    }
}

const Model& Model::of(Edition edition) {
    static constexpr Model k12{kElements12, Edition::Scorm12};
    static constexpr Model k2004_3{kElements2004, Edition::Scorm2004_3};
    static constexpr Model k2004_4{kElements2004, Edition::Scorm2004_4};
    if (edition == Edition::Scorm12) return k12;
    // The 2nd edition has the data model of the 3rd.
    return edition == Edition::Scorm2004_4 ? k2004_4 : k2004_3;
}

const Row& Model::leaf(Layout layout, std::size_t slot) const {
    return rows_[leaves_[static_cast<std::size_t>(layout)].rows[slot]];
}

const Row& Model::array(Layout layout, std::size_t slot) const {
    return rows_[arrays_[static_cast<std::size_t>(layout)].rows[slot]];
}

const Row& Model::array_of(Layout layout) const {
    return rows_[array_rows_[static_cast<std::size_t>(layout)]];
}

std::size_t Model::leaf_count(Layout layout) const {
    return leaves_[static_cast<std::size_t>(layout)].count;
}

std::size_t Model::array_count(Layout layout) const {
    return arrays_[static_cast<std::size_t>(layout)].count;
}

const Row* Model::find(std::string_view pattern) const { return find(pattern, hash(pattern)); }

const Row* Model::find(std::string_view pattern, std::size_t bucket) const {
    for (; hashed_[bucket] != 0; bucket = (bucket + 1) % kBuckets) {
        const Row& row = rows_[hashed_[bucket] - 1];
        if (row.element->path == pattern) return &row;
    }
    return nullptr;
}

namespace {

constexpr std::size_t kMaxName = 80;        // longer than any row's path with its indexes
constexpr std::size_t kMaxIndexDigits = 6;  // more than any array holds

/// Turns "cmi.objectives.3.id" into "cmi.objectives.n.id", collects the indexes, and has the hash of
/// what it wrote: one look at each character, for every call of content.
class Normalizer {
public:
    /// False when no element can have such a name.
    bool run(std::string_view name, Path& path) {
        if (name.empty() || name.size() > kMaxName) return false;
        std::uint32_t hash = kNoHash;
        std::size_t parts = 0;
        std::size_t part = 0;  // where the present one begins in the pattern
        std::size_t digits = 0;
        for (char c : name) {
            if (c == '.') {
                if (!ends(part, digits)) return false;
                if (++parts == 2) category_ = size_;
                part = size_ + 1;
                digits = 0;
            } else if (digits > 0 || (size_ == part && is_digit(c))) {
                if (!is_digit(c) || ++digits > kMaxIndexDigits) return false;
                if (digits == 1 && ++path.indexes > 2) return false;
                std::uint32_t& index = path.index[path.indexes - 1];
                index = index * 10 + static_cast<std::uint32_t>(c - '0');
                if (digits > 1) continue;
                c = 'n';
            }
            buffer_[size_++] = c;
            hash = step(hash, c);
        }
        if (parts < 2) category_ = 0;
        bucket_ = folded(hash);
        return ends(part, digits);
    }

    std::string_view pattern() const { return {buffer_, size_}; }
    /// Where the pattern's row would stand.
    std::size_t bucket() const { return bucket_; }
    /// The first two parts when there are more.
    std::string_view category() const { return {buffer_, category_}; }

private:
    static bool is_digit(char c) { return c >= '0' && c <= '9'; }

    /// Whether the part that began there may end here: nobody says "n" for a number.
    bool ends(std::size_t part, std::size_t digits) const {
        return size_ > part && (digits > 0 || size_ != part + 1 || buffer_[part] != 'n');
    }

    char buffer_[kMaxName];
    std::size_t size_ = 0;
    std::size_t bucket_ = 0;
    std::size_t category_ = 0;
};

Path::Keyword keyword_at_end(std::string_view& name) {
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos || !name.substr(dot).starts_with("._"))
        return Path::Keyword::None;
    const std::string_view last = name.substr(dot + 1);
    Path::Keyword keyword = Path::Keyword::None;
    if (last == "_children") keyword = Path::Keyword::Children;
    if (last == "_count") keyword = Path::Keyword::Count;
    if (last == "_version") keyword = Path::Keyword::Version;
    if (keyword != Path::Keyword::None) name = name.substr(0, dot);
    return keyword;
}

}  // namespace

Path Model::parse(std::string_view name) const {
    Path path;
    path.keyword = keyword_at_end(name);
    Normalizer normalizer;
    if (!normalizer.run(name, path)) return path;
    path.row = find(normalizer.pattern(), normalizer.bucket());
    if (path.row == nullptr) path.known_category = find(normalizer.category()) != nullptr;
    return path;
}

std::string_view record_name(const Row& row) {
    const std::string_view path = row.element->path;
    const std::size_t index = path.rfind(".n.");
    return index == std::string_view::npos ? path : path.substr(index + 3);
}

}  // namespace scorm
