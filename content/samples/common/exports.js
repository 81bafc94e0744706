// pipwerks-scorm-api-wrapper is published as a CommonJS module: it hangs its parts on `exports`. A plain page has no
// such object, so this script, loaded just before it, provides one under the wrapper's usual name.
var pipwerks = {};
var exports = pipwerks;
