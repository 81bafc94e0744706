// Packages around a manifest, for tests of what stands in it.
#pragma once

#include "zip/test_zip.hpp"

#include <map>
#include <string>

namespace content::test {

inline const std::string kItems =
    R"(<item identifier="A" identifierref="R1"><title>First</title></item>
       <item identifier="B" identifierref="R2"><title>Second</title></item>)";

struct Package {
    std::string manifest;
    std::string manifest_name = "imsmanifest.xml";
    std::string folder;
    std::map<std::string, std::string> files = {
        {"a.html", "cmi.core.lesson_status cmi.completion_status"}, {"b.html", "<p>A page</p>"}};

    /// Changes the first place where `from` stands; a test that changes nothing is wrong.
    void replace(const std::string& from, const std::string& to) {
        const std::size_t at = manifest.find(from);
        if (at == std::string::npos) throw std::runtime_error("not in the manifest: " + from);
        manifest.replace(at, from.size(), to);
    }

    Checked check(const Limits& limits = {}) const {
        Zip zip;
        zip.add(folder + manifest_name, manifest);
        for (const auto& [name, bytes] : files) zip.add(folder + name, bytes);
        return check_bytes(zip.bytes(), limits);
    }
};

inline Package package_12(const std::string& items = kItems) {
    Package package;
    package.manifest = R"(<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="M" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
          xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations default="O"><organization identifier="O"><title>Course</title>)" +
                       items + R"(</organization></organizations>
<resources>
<resource identifier="R1" type="webcontent" adlcp:scormtype="sco" href="a.html"></resource>
<resource identifier="R2" type="webcontent" adlcp:scormtype="asset" href="b.html"/>
</resources></manifest>)";
    return package;
}

inline Package package_2004(const std::string& items = kItems, const std::string& attributes = {},
                            const std::string& collection = {}) {
    Package package;
    package.manifest = R"(<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="M" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
          xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"
          xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3"
          xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3"
          xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
<metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
<organizations default="O"><organization identifier="O" )" +
                       attributes + "><title>Course</title>" + items +
                       R"(</organization></organizations>
<resources>
<resource identifier="R1" type="webcontent" adlcp:scormType="sco" href="a.html"></resource>
<resource identifier="R2" type="webcontent" adlcp:scormType="asset" href="b.html"/>
</resources>)" + collection +
                       "</manifest>";
    return package;
}

inline Checked check_12(const std::string& items) { return package_12(items).check(); }

inline Checked check_2004(const std::string& items, const std::string& attributes = {},
                          const std::string& collection = {}) {
    return package_2004(items, attributes, collection).check();
}

/// The activity of a course that was accepted.
inline const scorm::Activity& activity(const Checked& checked, const std::string& identifier) {
    for (const scorm::Activity& one : checked.course->activities) {
        if (one.identifier == identifier) return one;
    }
    throw std::runtime_error("no activity " + identifier);
}

}  // namespace content::test
