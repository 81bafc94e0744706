// Where a package may depart from the standard and is read all the same: a table. What content may
// do while it runs is a table of its own, scorm/deviations.hpp.
#pragma once

#include <array>
#include <string_view>

namespace content {

/// A row of the table. Reading code names it when it finds the deviation (Findings::tolerate).
struct ReadingRow {
    std::string_view name;
    std::string_view what;
    std::string_view reason;
};

inline constexpr std::array kReadingRows = {
    // The zip
    ReadingRow{"backslash-paths", "Backslashes in the paths of the zip are read as slashes.",
               "Older tools for Windows write them."},
    ReadingRow{"cp437-names", "File names that are not in Unicode are read in code page 437.",
               "That is the zip format's character set from before Unicode."},
    ReadingRow{
        "code-page-names",
        "File names that are not in Unicode are read in code page 850 or Windows-1252.",
        "Those are the character sets of Windows in Western Europe; the manifest's names are "
        "found that way."},
    ReadingRow{"repeated-files",
               "A file that is in the zip twice, with the same contents, is used once.",
               "Tools that add to an existing zip leave the old entry behind."},
    // The manifest as a file
    ReadingRow{"manifest-in-folder", "The folder that holds the manifest is read as the package.",
               "People zip the folder in place of what is in it."},
    ReadingRow{"manifest-name-case", "The manifest's name may have capital letters.",
               "File systems of Windows and macOS don't tell them apart."},
    ReadingRow{"encoding-label", "The manifest is read in the character set that its bytes are in.",
               "Editors save in their own character set whatever the first line says."},
    ReadingRow{"repaired-xml",
               "Signs that XML doesn't allow are mended: “&” that begins no entity, names of "
               "HTML's letters, control characters, blanks before the first line.",
               "Manifests are put together from titles as people typed them."},
    // XML names
    ReadingRow{"undeclared-prefix", "A prefix that is not declared has its usual meaning.",
               "Manifests are copied in pieces."},
    ReadingRow{"wrong-namespace", "Elements are known by their names, whatever their namespace is.",
               "Tools write the namespaces of other editions, or none."},
    // Editions
    ReadingRow{"edition-guessed", "The edition is taken from the namespaces.",
               "Hand-made manifests leave the version out."},
    ReadingRow{"edition-spelling", "The edition is known by parts of what the version says.",
               "Every tool has its own spelling of “2004 3rd Edition”."},
    ReadingRow{"edition-by-scripts", "The package is played in the edition that its scripts speak.",
               "A manifest of one edition is put around content of another."},
    // Organizations, items, resources
    ReadingRow{"first-organization", "The first organization that has parts is played.",
               "Manifests don't name their default, or name one that is not there."},
    ReadingRow{"identifiers-made-unique", "Parts get a name of their own.",
               "Items are copied with their identifiers."},
    ReadingRow{"parts-left-out", "Parts that have nothing to show are left out of the contents.",
               "Tools write headings as items without a page."},
    ReadingRow{"identifier-case", "References to resources may differ in capital letters.",
               "Manifests are edited by hand."},
    ReadingRow{"sub-manifest", "A manifest within the manifest is a store of resources only.",
               "Packages were put into packages before the standard advised against it."},
    ReadingRow{"first-file", "A resource without a start page starts with its first page.",
               "Tools list a resource's files and forget its href."},
    ReadingRow{"untyped-scos",
               "Resources without a type are SCOs when their scripts speak to an LMS.",
               "The attribute adlcp:scormtype is left out or lost its namespace."},
    // Files
    ReadingRow{"listed-files-missing", "Files that are listed but not in the zip are passed over.",
               "Lists of files are not kept up to date, and pages often don't need them."},
    ReadingRow{"backslash-hrefs", "Backslashes in the manifest's paths are read as slashes.",
               "Older tools for Windows write them."},
    ReadingRow{"leading-slash-hrefs", "A slash in front of a path means the package.",
               "Authors think of the package as a website."},
    ReadingRow{"xml-base-without-slash", "A folder given by xml:base may lack its last slash.",
               "It is how folders are written everywhere else."},
    ReadingRow{"file-name-case",
               "File names may differ in capital letters and in the spelling of accents.",
               "File systems of Windows and macOS don't tell them apart."},
    ReadingRow{"reserved-signs", "“#”, “?” and “%” may be part of a file's name.",
               "Tools forget to write them as %23, %3F and %25."},
};

}  // namespace content
