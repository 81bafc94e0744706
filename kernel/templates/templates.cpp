#include "templates/templates.hpp"

#include "i18n/plural.hpp"
#include "tessera/error.hpp"

#include <kainjow/mustache.hpp>
#include <nlohmann/json.hpp>

#include <charconv>

namespace tessera::kernel {

namespace mustache = kainjow::mustache;

struct TemplateGroup::Compiled {
    explicit Compiled(const std::string& text) : parsed(text) {}
    /// Rendering only reads it, but the library's render() is not const.
    mutable mustache::mustache parsed;
    std::set<std::string> sections;
};

namespace {

/// JSON as the library's data. Empty texts and null are false, so that {{#name}} asks whether there
/// is something; numbers are texts.
mustache::data to_data(const Json& json) {
    switch (json.type()) {
        case Json::value_t::object: {
            mustache::data object(mustache::data::type::object);
            for (const auto& [name, value] : json.items()) object[name] = to_data(value);
            return object;
        }
        case Json::value_t::array: {
            mustache::data list(mustache::data::type::list);
            // push_back would copy every row once more.
            auto& rows = const_cast<mustache::list&>(list.list_value());
            rows.reserve(json.size());
            for (const Json& value : json) rows.push_back(to_data(value));
            return list;
        }
        case Json::value_t::string: {
            const auto& text = json.get_ref<const std::string&>();
            if (text.empty()) return mustache::data(false);
            return mustache::data(text);
        }
        case Json::value_t::boolean:
            return mustache::data(json.get<bool>());
        case Json::value_t::null:
        case Json::value_t::discarded:
            return mustache::data(false);
        default:
            return mustache::data(json.dump());
    }
}

/// Looks names up in the page's data and knows plural categories.
class Context : public mustache::basic_context<std::string> {
public:
    Context(std::string_view name, std::string_view locale, const std::set<std::string>* optional)
        : name_(name), locale_(locale), optional_(optional) {}

    void push(const mustache::data* data) override { items_.push_back(data); }
    void pop() override { items_.pop_back(); }
    const mustache::data* get_partial(const std::string&) const override { return nullptr; }

    const mustache::data* get(const std::string& name) const override {
        if (name == ".") return items_.back();
        if (std::string_view(name).substr(0, kPluralTag.size()) == kPluralTag) {
            return plural(std::string_view(name).substr(kPluralTag.size())) ? &true_ : &false_;
        }
        if (const mustache::data* found = find(name)) return found;
        if (optional_ && !optional_->count(name)) missing(name);
        return nullptr;
    }

private:
    const mustache::data* find(const std::string& name) const {
        for (auto item = items_.rbegin(); item != items_.rend(); ++item) {
            if (const mustache::data* found = descend(*item, name)) return found;
        }
        return nullptr;
    }

    /// Follows "a.b.c" from `data`.
    static const mustache::data* descend(const mustache::data* data, std::string_view name) {
        while (data) {
            const auto dot = name.find('.');
            data = data->get(std::string(name.substr(0, dot)));
            if (dot == std::string_view::npos) break;
            name.remove_prefix(dot + 1);
        }
        return data;
    }

    /// `choice` is "one", or "!one,two" for every category but these.
    bool plural(std::string_view choice) const {
        const mustache::data* count = find("count");
        if (!count && optional_) missing("count");
        std::int64_t number = 0;
        if (count && count->is_string()) {
            const std::string& text = count->string_value();
            std::from_chars(text.data(), text.data() + text.size(), number);
        }
        const std::string_view category = plural_category(locale_, number);
        if (choice.substr(0, 1) != "!") return choice == category;
        choice.remove_prefix(1);
        while (!choice.empty()) {
            const auto comma = choice.find(',');
            if (choice.substr(0, comma) == category) return false;
            if (comma == std::string_view::npos) break;
            choice.remove_prefix(comma + 1);
        }
        return true;
    }

    [[noreturn]] void missing(const std::string& field) const {
        throw Error(ErrorKind::Internal, "templates.field",
                    "The template \"" + std::string(name_) + "\" uses \"" + field +
                        "\", which its data does not have.");
    }

    std::string_view name_, locale_;
    const std::set<std::string>* optional_;  ///< null: every name may be absent
    std::vector<const mustache::data*> items_;
    const mustache::data true_{true};
    const mustache::data false_{false};
};

/// Collects what the library streams out.
struct Output {
    std::string text;
    Output& operator<<(const std::string& piece) {
        text += piece;
        return *this;
    }
};

}  // namespace

TemplateGroup::TemplateGroup() = default;
TemplateGroup::~TemplateGroup() = default;

void TemplateGroup::add(const std::string& name, const std::string& locale, Expanded expanded) {
    auto compiled = std::make_unique<Compiled>(expanded.text);
    if (!compiled->parsed.is_valid()) {
        throw Error(ErrorKind::Invalid, "templates.parse",
                    "The template \"" + name + "\": " + compiled->parsed.error_message() + ".");
    }
    compiled->sections = std::move(expanded.sections);
    compiled_[locale][name] = std::move(compiled);
}

std::shared_ptr<const TemplateGroup> TemplateGroup::compile(
    const std::string& owner, const ExpandContext& context,
    const std::function<void(const std::string&)>& warn) {
    std::shared_ptr<TemplateGroup> group(new TemplateGroup);
    for (const std::string& name : context.source.names(owner)) {
        for (const std::string& locale : known_locales()) {
            try {
                group->add(name, locale, expand_template(name, locale, context));
            } catch (const Error& problem) {
                // Without the themes it must work, if the owner has that template at all.
                if (context.source.read(name, false)) {
                    group->add(name, locale, expand_template(name, locale, context, false));
                }
                warn(problem.what());
            }
        }
    }
    return group;
}

const TemplateGroup::Compiled* Templates::find(std::string_view name,
                                               std::string_view locale) const {
    const auto group = groups_.find(name.substr(0, name.find('/')));
    if (group == groups_.end()) return nullptr;
    const auto& locales = group->second->compiled_;
    auto templates = locales.find(locale);
    if (templates == locales.end()) templates = locales.find(known_locales().front());
    if (templates == locales.end()) return nullptr;
    const auto found = templates->second.find(name);
    return found == templates->second.end() ? nullptr : found->second.get();
}

bool Templates::has(std::string_view name) const {
    return find(name, known_locales().front()) != nullptr;
}

std::string Templates::render(std::string_view name, std::string_view locale, const Json& frame,
                              const Json& data) const {
    const TemplateGroup::Compiled* compiled = find(name, locale);
    if (!compiled) {
        throw Error(ErrorKind::Internal, "templates.missing",
                    "There is no template \"" + std::string(name) + "\".");
    }
    const mustache::data outer = to_data(frame), inner = to_data(data);
    Context context(name, locale, strict_ ? &compiled->sections : nullptr);
    context.push(&outer);
    context.push(&inner);
    Output output;
    compiled->parsed.render(context, output);
    return std::move(output.text);
}

}  // namespace tessera::kernel
