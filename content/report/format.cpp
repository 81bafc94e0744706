#include "report/format.hpp"

#include "zip/names.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace content {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kExport =
    "Export the course as SCORM 1.2 or SCORM 2004 and upload that zip.";
constexpr std::string_view kIntoCourse =
    "Put it into a course with an authoring tool and export that as SCORM.";
constexpr std::string_view kZipIt =
    "SCORM packages are zip files. Unpack it; if there is a zip inside, upload that one.";

/// The first bytes of a kind of file.
struct Magic {
    std::size_t at;
    std::string_view bytes;
    std::string_view what, advice;
};

constexpr std::string_view kVideo = "a video", kSound = "a sound file", kPicture = "a picture",
                           kOffice =
                               "a document of an old office program, such as PowerPoint or "
                               "Word";

/// The more telling first.
constexpr std::array kMagic = {
    Magic{0, "%PDF"sv, "a PDF document", kIntoCourse},
    Magic{0, "\xd0\xcf\x11\xe0"sv, kOffice, kIntoCourse},
    Magic{0, "{\\rtf"sv, "a text document", kIntoCourse},
    Magic{0, "Rar!"sv, "a RAR archive", kZipIt},
    Magic{0, "7z\xbc\xaf"sv, "a 7z archive", kZipIt},
    Magic{0, "7z"sv, "a 7z archive", kZipIt},
    Magic{0, "\x1f\x8b"sv, "a gzip archive", kZipIt},
    Magic{0, "BZh"sv, "a bzip2 archive", kZipIt},
    Magic{0,
          "\xfd"
          "7zXZ"sv,
          "an xz archive", kZipIt},
    Magic{0, "\x28\xb5\x2f\xfd"sv, "a zstd archive", kZipIt},
    Magic{0, "MSCF"sv, "a cabinet archive", kZipIt},
    Magic{257, "ustar"sv, "a tar archive", kZipIt},
    Magic{4, "ftypqt"sv, kVideo, kIntoCourse},
    Magic{4, "ftypM4A"sv, kSound, kIntoCourse},
    Magic{4, "ftypheic"sv, kPicture, kIntoCourse},
    Magic{4, "ftyp"sv, kVideo, kIntoCourse},
    Magic{4, "moov"sv, kVideo, kIntoCourse},
    Magic{0, "\x1a\x45\xdf\xa3"sv, kVideo, kIntoCourse},
    Magic{8, "AVI "sv, kVideo, kIntoCourse},
    Magic{8, "WAVE"sv, kSound, kIntoCourse},
    Magic{8, "WEBP"sv, kPicture, kIntoCourse},
    Magic{0, "FLV"sv, kVideo, kIntoCourse},
    Magic{0, "\x30\x26\xb2\x75"sv, kVideo, kIntoCourse},
    Magic{0, "\x00\x00\x01\xba"sv, kVideo, kIntoCourse},
    Magic{0, "OggS"sv, "a sound file or a video", kIntoCourse},
    Magic{0, "ID3"sv, kSound, kIntoCourse},
    Magic{0, "fLaC"sv, kSound, kIntoCourse},
    Magic{0, "\xff\xfb"sv, kSound, kIntoCourse},
    Magic{0, "\x89PNG"sv, kPicture, kIntoCourse},
    Magic{0, "\xff\xd8\xff"sv, kPicture, kIntoCourse},
    Magic{0, "GIF8"sv, kPicture, kIntoCourse},
    Magic{0, "FWS"sv, "a Flash film, which no browser plays any more", kExport},
    Magic{0, "CWS"sv, "a Flash film, which no browser plays any more", kExport},
    Magic{0, "ZWS"sv, "a Flash film, which no browser plays any more", kExport},
    Magic{0, "MZ"sv, "a program for Windows", kExport},
    Magic{0,
          "\x7f"
          "ELF"sv,
          "a program", kExport},
};

std::string sentence(std::string_view what, std::string_view advice) {
    return "This is " + std::string(what) + ", not a SCORM package. " + std::string(advice);
}

/// Web pages and XML begin with words.
std::optional<std::string> describe_text(std::string_view start) {
    if (start.substr(0, 3) == "\xef\xbb\xbf") start.remove_prefix(3);
    start.remove_prefix(std::min(start.find_first_not_of(" \t\r\n"), start.size()));
    const std::string text = zip::fold_case(start);
    const auto has = [&](std::string_view part) { return text.find(part) != std::string::npos; };
    if (has("<coursestructure")) {
        return sentence("the course structure file of a cmi5 course", kExport);
    }
    if (has("<tincan")) return sentence("the tincan.xml of an xAPI (Tin Can) course", kExport);
    if (has("<manifest")) {
        return "This is the manifest alone, not a SCORM package. Upload the zip that it came in, "
               "with all files of the course.";
    }
    if (text.starts_with("<!doctype html") || text.starts_with("<html")) {
        return sentence("a web page", kExport);
    }
    if (text.starts_with("<?xml")) return sentence("an XML file", kExport);
    return {};
}

/// A file in a zip that shows what the zip is; in lower case. `name` is the whole name of a file, in
/// whatever folder, unless it begins with a slash: that is a part of the path.
struct Sign {
    std::string_view name, code, what, advice;
};

constexpr std::string_view kTool =
    "Open it in the tool it was made with, and publish it as SCORM 1.2 or SCORM 2004.";
constexpr std::array kSigns = {
    Sign{"cmi5.xml", "format.cmi5", "a cmi5 course", kExport},
    Sign{"tincan.xml", "format.xapi", "an xAPI (Tin Can) course", kExport},
    Sign{"h5p.json", "format.h5p", "an H5P activity",
         "Open it in an H5P editor that can export SCORM, and upload that zip."},
    Sign{"moodle_backup.xml", "format.moodle", "a backup of a Moodle course",
         "Take the SCORM packages out of it and upload them one by one."},
    Sign{".bb-package-info", "format.blackboard", "an archive of a Blackboard course", kExport},
    Sign{"/ppt/presentation.xml", "format.document", "a PowerPoint presentation", kIntoCourse},
    Sign{"/word/document.xml", "format.document", "a Word document", kIntoCourse},
    Sign{"/xl/workbook.xml", "format.document", "an Excel workbook", kIntoCourse},
    Sign{"/meta-inf/container.xml", "format.document", "an electronic book (EPUB)", kIntoCourse},
    Sign{"/index/document.iwa", "format.document", "a document of Keynote, Pages or Numbers",
         kIntoCourse},
    Sign{"/index/presentation.iwa", "format.document", "a Keynote presentation", kIntoCourse},
    Sign{"/story/story.xml", "format.project", "the project file of Articulate Storyline", kTool},
    Sign{"contentv3.xml", "format.project", "the project file of eXeLearning", kTool},
    Sign{"story_html5.html", "format.web-export", "a course published for the web", kTool},
    Sign{"/story_content/", "format.web-export", "a course published for the web", kTool},
    Sign{"/scormcontent/", "format.web-export", "a course without its manifest", kTool},
};

bool shows(const std::string& name, std::string_view sign) {
    const std::string path = '/' + name;
    if (sign.front() == '/') return path.find(sign) != std::string::npos;
    return path.ends_with('/' + std::string(sign));
}

bool ends_in(const std::string& name, const std::vector<std::string_view>& ends) {
    return std::any_of(ends.begin(), ends.end(),
                       [&](std::string_view end) { return name.ends_with(end); });
}

/// What the names' ends say, for what has no file of a certain name.
struct Kinds {
    std::vector<const Entry*> zips, packed, aicc, videos, documents, pages, mimetype;
};

Kinds kinds_in(const Index& index) {
    Kinds kinds;
    for (const Entry& entry : index.entries()) {
        const std::string name = zip::fold_case(entry.name);
        if (name.starts_with("__macosx/")) continue;
        if (name == "mimetype") kinds.mimetype.push_back(&entry);
        if (ends_in(name, {".zip"})) kinds.zips.push_back(&entry);
        if (ends_in(name, {".rar", ".7z", ".gz", ".tar"})) kinds.packed.push_back(&entry);
        if (ends_in(name, {".crs", ".au", ".des", ".cst"})) kinds.aicc.push_back(&entry);
        if (ends_in(name, {".mp4", ".m4v", ".mov", ".webm", ".avi", ".wmv", ".mpg", ".mkv"}))
            kinds.videos.push_back(&entry);
        if (ends_in(name, {".pdf", ".ppt", ".pptx", ".doc", ".docx", ".xls", ".xlsx", ".odp",
                           ".odt", ".key"}))
            kinds.documents.push_back(&entry);
        if (ends_in(name, {".htm", ".html", ".xhtml"})) kinds.pages.push_back(&entry);
    }
    return kinds;
}

Format zip_in_zip(const std::vector<const Entry*>& zips) {
    return {"manifest.zip-in-zip",
            zips.size() == 1
                ? "The zip has no imsmanifest.xml but another zip inside. Unpack it and upload the "
                  "inner zip."
                : "The zip has no imsmanifest.xml but " + std::to_string(zips.size()) +
                      " other zips inside. Unpack it and upload the inner zips one by one.",
            zips.front()->name};
}

Format named(std::string code, std::string_view what, std::string_view advice, const Entry* shown) {
    return {std::move(code), sentence(what, advice), shown ? shown->name : std::string()};
}

}  // namespace

std::string describe_file(std::string_view start) {
    for (const Magic& magic : kMagic) {
        if (start.size() > magic.at && start.substr(magic.at, magic.bytes.size()) == magic.bytes)
            return sentence(magic.what, magic.advice);
    }
    if (const auto text = describe_text(start)) return *text;
    return "This is not a zip file. Export the course from your authoring tool as a SCORM package "
           "and upload that zip.";
}

Format describe_zip(const Index& index) {
    for (const Sign& sign : kSigns) {
        for (const Entry& entry : index.entries()) {
            if (shows(zip::fold_case(entry.name), sign.name))
                return named(std::string(sign.code), sign.what, sign.advice, &entry);
        }
    }
    const Kinds kinds = kinds_in(index);
    const bool structure = std::any_of(
        kinds.aicc.begin(), kinds.aicc.end(),
        [](const Entry* entry) { return zip::fold_case(entry->name).ends_with(".crs"); });
    if (structure || kinds.aicc.size() >= 2)
        return named("format.aicc", "an AICC course", kExport, kinds.aicc.front());
    if (!kinds.mimetype.empty())
        return named("format.document", "an office document", kIntoCourse, kinds.mimetype.front());
    if (!kinds.zips.empty()) return zip_in_zip(kinds.zips);
    if (!kinds.packed.empty() && kinds.pages.empty()) {
        return named("format.archive", "a zip with another archive inside",
                     "Unpack both, zip the course's files and upload that zip.",
                     kinds.packed.front());
    }
    if (kinds.pages.empty() && !kinds.videos.empty())
        return named("format.media", "a zip with a video inside", kIntoCourse,
                     kinds.videos.front());
    if (kinds.pages.empty() && !kinds.documents.empty())
        return named("format.document", "a zip with a document inside", kIntoCourse,
                     kinds.documents.front());
    std::string text =
        "The zip has no imsmanifest.xml, so it is no SCORM package. Export the course as "
        "SCORM 1.2 or SCORM 2004 and upload that zip as it is.";
    if (!kinds.pages.empty())
        text += " It holds web pages, so it may have been exported for the web.";
    return {"manifest.missing", std::move(text), ""};
}

std::optional<std::string> describe_standard(std::string_view schema,
                                             std::string_view name_spaces) {
    struct Row {
        std::string_view part, what;
    };
    static constexpr std::array kSchemas = {
        Row{"common cartridge", "an IMS Common Cartridge"},
        Row{"cmi5", "a cmi5 course"},
        Row{"tincan", "an xAPI (Tin Can) course"},
        Row{"qti", "a package of test questions (IMS QTI)"},
        Row{"ims learning design", "an IMS Learning Design"},
    };
    static constexpr std::array kSpaces = {
        Row{"imsccv1", "an IMS Common Cartridge"},
        Row{"imscc/", "an IMS Common Cartridge"},
        Row{"imsld_v1", "an IMS Learning Design"},
    };
    const auto told = [](const Row& row) { return sentence(row.what, kExport); };
    for (const Row& row : kSchemas) {
        if (schema.find(row.part) != std::string_view::npos) return told(row);
    }
    for (const Row& row : kSpaces) {
        if (name_spaces.find(row.part) != std::string_view::npos) return told(row);
    }
    return {};
}

}  // namespace content
