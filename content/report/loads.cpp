#include "report/loads.hpp"

#include "manifest/href.hpp"
#include "manifest/text.hpp"
#include "report/deadline.hpp"
#include "report/html.hpp"
#include "zip/names.hpp"

#include <algorithm>
#include <deque>
#include <initializer_list>
#include <iterator>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace content {
namespace {

constexpr std::uint64_t kReadBytes = 8 << 20;
constexpr std::size_t kMostPages = 500, kMostBad = 1'000;

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

bool ends_with(const std::string& name, std::initializer_list<std::string_view> ends) {
    return std::any_of(ends.begin(), ends.end(),
                       [&](std::string_view end) { return name.ends_with(end); });
}

bool is_page(const Entry& entry) {
    return ends_with(zip::fold_case(entry.name), {".htm", ".html", ".xhtml"});
}

bool is_flash(std::string_view reference) {
    const std::string bare = zip::fold_case(reference.substr(0, reference.find_first_of("?#")));
    return bare.ends_with(".swf");
}

/// "url(a.css)", "'a.css'" → "a.css"
std::string_view unquoted(std::string_view text) {
    text = trim(text);
    if (text.starts_with("url(")) {
        text.remove_prefix(4);
        text = trim(text.substr(0, text.find(')')));
    }
    if (!text.empty() && (text[0] == '"' || text[0] == '\'')) {
        const char quote = text[0];
        text.remove_prefix(1);
        text = text.substr(0, text.find(quote));
    }
    return text;
}

class Follower {
public:
    Follower(const Index& index, const Limits& limits)
        : index_(index), deadline_(limits.parse_time) {}

    Loads follow(const std::set<const Entry*>& starts) {
        for (const Entry* start : starts) {
            if (is_flash(start->name)) add(loads_.plugins, start, LoadKind::Page, start->name);
            if (is_page(*start)) queue(start);
        }
        for (; !queue_.empty(); queue_.pop_front()) {
            const Entry* entry = queue_.front();
            if (loads_.pages.size() > kMostPages || entry->size > left_ || deadline_.passed()) {
                loads_.complete = false;
                break;
            }
            left_ -= entry->size;
            read(entry, starts.count(entry) != 0);
        }
        return std::move(loads_);
    }

private:
    void queue(const Entry* entry) {
        if (loads_.pages.insert(entry).second) queue_.push_back(entry);
    }

    void read(const Entry* entry, bool start) {
        std::string text;
        try {
            text = index_.read(*entry);
        } catch (const std::runtime_error&) {
            return;  // damaged; reported where entries are verified
        }
        page_ = entry;
        base_ = entry->name;
        if (is_page(*entry))
            read_page(text, start);
        else
            read_style(text);
    }

    void read_page(std::string_view text, bool start) {
        shows_ = false;
        bool in_title = false;
        HtmlSink sink;
        sink.tag = [&](const Tag& tag) {
            if (tag.name == "title") in_title = true;
            if (tag.name == "/title") in_title = false;
            read_tag(tag);
        };
        sink.text = [&](std::string_view words) { shows_ |= !in_title && !trim(words).empty(); };
        sink.script = [&](std::string_view script) {
            shows_ |= !trim(script).empty();
            read_script(script);
        };
        sink.style = [&](std::string_view style) { read_style(style); };
        read_html(text, sink);
        if (start && !shows_) loads_.blank.push_back(page_);
    }

    void read_tag(const Tag& tag) {
        static constexpr std::string_view kShown[] = {"img",   "video",  "audio",  "object",
                                                      "embed", "applet", "canvas", "svg",
                                                      "input", "button"};
        shows_ |= std::find(std::begin(kShown), std::end(kShown), tag.name) != std::end(kShown);
        if (tag.name == "base") read_base(tag.value("href"));
        if (tag.name == "script") load(LoadKind::Script, tag.value("src"));
        if (tag.name == "iframe" || tag.name == "frame") load(LoadKind::Page, tag.value("src"));
        if (tag.name == "link") read_link(tag);
        if (tag.name == "meta" && same(tag.value("http-equiv"), "refresh"))
            read_refresh(tag.value("content"));
        if (tag.name == "img" || tag.name == "source" || tag.name == "video" || tag.name == "audio")
            load(LoadKind::Media, tag.value("src"));
        if (tag.name == "applet") add(loads_.plugins, page_, LoadKind::Media, "Java");
        if (tag.name == "object" || tag.name == "embed") read_plugin(tag);
    }

    void read_base(const std::string& href) {
        if (href.empty()) return;
        const Href base = resolve_name(page_->name, href);
        if (base.kind == Href::Kind::Inside || base.kind == Href::Kind::Empty)
            base_ = base.path + (href.back() == '/' && !base.path.empty() ? "/" : "");
    }

    void read_link(const Tag& tag) {
        const std::string rel = zip::fold_case(tag.value("rel"));
        if (rel == "stylesheet") load(LoadKind::Style, tag.value("href"));
        if (rel == "modulepreload") load(LoadKind::Script, tag.value("href"));
    }

    /// "0; url=page.html"
    void read_refresh(const std::string& content) {
        const std::string folded = zip::fold_case(content);
        const std::size_t at = folded.find("url=");
        if (at == std::string::npos) return;
        load(LoadKind::Page, std::string(unquoted(std::string_view(content).substr(at + 4))));
    }

    void read_plugin(const Tag& tag) {
        const std::string data = tag.name == "object" ? tag.value("data") : tag.value("src");
        const std::string type = zip::fold_case(tag.value("type"));
        const std::string id = zip::fold_case(tag.value("classid"));
        if (is_flash(data) || has(type, "flash") || has(id, "d27cdb6e"))
            add(loads_.plugins, page_, LoadKind::Media, data.empty() ? "Flash" : data);
        else if (has(type, "silverlight") || has(type, "director") || has(type, "java") ||
                 id.starts_with("clsid:"))
            add(loads_.plugins, page_, LoadKind::Media, data.empty() ? "ActiveX" : data);
        else
            load(LoadKind::Media, data);
    }

    /// Redirects that stand there as they will be: «location.href = "a.html"», «location.replace("a.html")».
    void read_script(std::string_view script) {
        constexpr std::string_view kLocation = "location";
        constexpr std::size_t kNear = 300;
        for (std::size_t at = script.find(kLocation); at != std::string_view::npos;
             at = script.find(kLocation, at + kLocation.size())) {
            std::string_view rest = script.substr(at + kLocation.size(), kNear);
            if (rest.starts_with(".href"))
                rest.remove_prefix(5);
            else if (rest.starts_with(".replace(") || rest.starts_with(".assign("))
                rest = rest.substr(rest.find('('));
            rest = trim(rest);
            if (rest.size() < 2 || (rest[0] != '=' && rest[0] != '(') || rest[1] == '=') continue;
            rest = trim(rest.substr(1));
            if (rest.empty() || (rest[0] != '"' && rest[0] != '\'')) continue;
            const std::size_t end = rest.find(rest[0], 1);
            if (end == std::string_view::npos) continue;
            const std::string_view target = rest.substr(1, end - 1);
            if (trim(rest.substr(end + 1)).substr(0, 1) == "+") continue;  // the rest is made later
            if (ends_with(zip::fold_case(target.substr(0, target.find_first_of("?#"))),
                          {".htm", ".html", ".xhtml"}))
                load(LoadKind::Page, std::string(target));
        }
    }

    void read_style(std::string_view style) {
        constexpr std::string_view kImport = "@import";
        constexpr std::size_t kNear = 300;
        for (std::size_t at = style.find(kImport); at != std::string_view::npos;
             at = style.find(kImport, at + kImport.size())) {
            const std::string_view rest = style.substr(at + kImport.size(), kNear);
            load(LoadKind::Style, std::string(unquoted(rest.substr(0, rest.find(';')))));
        }
    }

    void load(LoadKind kind, const std::string& reference) {
        shows_ |= kind != LoadKind::Style && !reference.empty();
        // Filled in by a script: "{{src}}", "${name}.js", "<%= a %>".
        if (reference.empty() || reference.find_first_of("{}<>$|") != std::string::npos) return;
        if (reference[0] == '#' || reference[0] == '?') return;
        if (reference[0] == '/' && reference.substr(0, 2) != "//")
            return add(loads_.absolute, page_, kind, reference);
        const Href href = resolve(base_, reference);
        switch (href.kind) {
            case Href::Kind::Outside:
                if (kind == LoadKind::Script || kind == LoadKind::Page)
                    add(loads_.outside, page_, kind, reference);
                return;
            case Href::Kind::BadScheme:
                return load_local(kind, reference);
            case Href::Kind::Climbs:
                return add(loads_.missing, page_, kind, reference);
            case Href::Kind::Empty:
                return;
            case Href::Kind::Inside:
                break;
        }
        const Entry* entry = index_.find(percent_decode(href.path));
        if (!entry) entry = index_.find(href.path);
        if (!entry) return add(loads_.missing, page_, kind, href.path);
        if ((kind == LoadKind::Page && is_page(*entry)) ||
            (kind == LoadKind::Style && ends_with(zip::fold_case(entry->name), {".css"})))
            queue(entry);
    }

    /// "file:" and drive letters; "data:", "javascript:", "about:" and the like load no file.
    void load_local(LoadKind kind, const std::string& reference) {
        const bool drive = reference.size() > 2 && reference[1] == ':';
        if (drive || same(std::string_view(reference).substr(0, 5), "file:"))
            add(loads_.local, page_, kind, reference);
    }

    void add(std::vector<BadLoad>& list, const Entry* from, LoadKind kind,
             const std::string& name) {
        if (list.size() >= kMostBad) return;
        std::string readable = percent_decode(name);
        if (!zip::is_utf8(readable)) readable = name;
        if (!known_.emplace(&list, from, readable).second) return;
        list.push_back({from, kind, std::move(readable)});
    }

    const Index& index_;
    Deadline deadline_;
    std::uint64_t left_ = kReadBytes;
    std::deque<const Entry*> queue_;
    std::set<std::tuple<const void*, const Entry*, std::string>> known_;
    const Entry* page_ = nullptr;
    std::string base_;
    bool shows_ = false;
    Loads loads_;
};

struct MissingWords {
    const char *code, *what, *effect;
};

MissingWords words_for(LoadKind kind) {
    switch (kind) {
        case LoadKind::Script:
            return {"content.missing-script", "the script",
                    "What depends on it will not work, and the page may stay blank."};
        case LoadKind::Page:
            return {"content.missing-page", "the page", "Where it belongs nothing will be shown."};
        case LoadKind::Style:
            return {"content.missing-style", "the style sheet", "The page will look plain."};
        case LoadKind::Media:
            break;
    }
    return {"content.missing-media", "the file", "Its place will stay empty."};
}

void report_missing(const Loads& loads, Findings& findings) {
    for (const BadLoad& load : loads.missing) {
        const MissingWords words = words_for(load.kind);
        findings.warning(words.code,
                         "“" + load.from->name + "” loads " + words.what + " “" + load.name +
                             "”, and the zip has no such file. " + words.effect,
                         load.from->name);
    }
    for (const BadLoad& load : loads.absolute) {
        const bool vital = load.kind == LoadKind::Script || load.kind == LoadKind::Page;
        findings.warning(vital ? "content.absolute-path" : "content.absolute-media",
                         "“" + load.from->name + "” loads “" + load.name +
                             "” from the root of a website, which is not in the package. It will "
                             "not be found.",
                         load.from->name);
    }
    for (const BadLoad& load : loads.local) {
        findings.warning("content.local-path",
                         "“" + load.from->name + "” loads “" + load.name +
                             "” from its author's own computer. Learners' browsers can't.",
                         load.from->name);
    }
}

/// Flash films that no page was seen to show: they are often left over beside a form without Flash.
void report_flash(const Index& index, const Loads& loads, Findings& findings) {
    for (const BadLoad& load : loads.plugins) {
        const bool flash = load.name == "Flash" || is_flash(load.name);
        findings.warning(flash ? "content.flash-shown" : "content.plugin",
                         "“" + load.from->name + "” shows “" + load.name + "”, which needs " +
                             (flash ? "Adobe Flash" : "an addition to the browser") +
                             ". No browser has it any more: its place will stay empty. Export the "
                             "course as HTML5.",
                         load.from->name);
    }
    if (findings.count("content.flash-shown") > 0) return;
    for (const Entry& entry : index.entries()) {
        if (!is_flash(entry.name)) continue;
        findings.warning("content.flash",
                         "The package has a Flash film. No browser plays Flash any more. Where the "
                         "course has no other form of it, its place stays empty: try the course.",
                         entry.name);
    }
}

}  // namespace

Loads follow_pages(const Index& index, const std::set<const Entry*>& starts, const Limits& limits) {
    return Follower(index, limits).follow(starts);
}

void report_loads(const Index& index, const Loads& loads, Findings& findings) {
    report_missing(loads, findings);
    for (const Entry* page : loads.blank) {
        findings.warning("content.blank-page",
                         "The start page “" + page->name +
                             "” is blank: it has no text and no picture and loads no script.",
                         page->name);
    }
    report_flash(index, loads, findings);
    for (const BadLoad& load : loads.outside) {
        findings.warning("content.outside",
                         "“" + load.from->name + "” loads “" + load.name +
                             "” from another website. It works only while that site is up and can "
                             "be reached.",
                         load.from->name);
    }
}

}  // namespace content
