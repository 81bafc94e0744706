// Compiled templates and their rendering.
#pragma once

#include "templates/expand.hpp"
#include "tessera/json.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::kernel {

/// The templates of one owner in all languages, parsed; immutable.
class TemplateGroup {
public:
    /// Compiles all templates of `owner`. A theme's template that can't be compiled is reported to
    /// `warn` and left out, or the owner's own is used; when that can't be compiled:
    /// Error{Invalid}.
    static std::shared_ptr<const TemplateGroup> compile(
        const std::string& owner, const ExpandContext& context,
        const std::function<void(const std::string&)>& warn);
    ~TemplateGroup();

private:
    friend class Templates;
    struct Compiled;
    TemplateGroup();
    void add(const std::string& name, const std::string& locale, Expanded expanded);

    /// By language, then by name.
    std::map<std::string, std::map<std::string, std::unique_ptr<Compiled>, std::less<>>,
             std::less<>>
        compiled_;
};

/// The templates in force, by owner. Thread-safe.
class Templates {
public:
    using Groups = std::map<std::string, std::shared_ptr<const TemplateGroup>, std::less<>>;
    Templates() = default;
    Templates(Groups groups, bool strict) : groups_(std::move(groups)), strict_(strict) {}

    bool has(std::string_view name) const;
    /// Renders "owner/name". A name is looked up in `data`, then in `frame`, the fields every
    /// template may use. Throws Error{Internal} when there is no such template, and in strict mode
    /// when the template uses a field that neither has.
    std::string render(std::string_view name, std::string_view locale, const Json& frame,
                       const Json& data) const;

private:
    const TemplateGroup::Compiled* find(std::string_view name, std::string_view locale) const;

    Groups groups_;
    bool strict_ = false;
};

}  // namespace tessera::kernel
