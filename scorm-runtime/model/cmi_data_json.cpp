// CmiData to JSON and back: an object by element names, arrays of such objects. Each record keeps
// the text it was written as, so that writing 250 interactions of which one changed copies 249.
#include "model/cmi_data.hpp"

namespace scorm {

void CmiData::write(json::Writer& out) const { write_record(out, root_, Layout::Root); }

void CmiData::write_record(json::Writer& out, const Record& record, Layout layout) const {
    if (!record.json.empty()) {
        out.raw(record.json);
        return;
    }
    std::string text;
    json::Writer writer(text);
    writer.begin_object();
    for (std::size_t slot = 0; slot < record.leaves.size(); ++slot) {
        const Row& row = model_->leaf(layout, slot);
        const Cell& cell = record.leaves[slot];
        if (cell.is_set && row.element->access != Access::ReadOnly)
            writer.key(record_name(row)).string(cell.text);
    }
    for (std::size_t slot = 0; slot < record.arrays.size(); ++slot) {
        const Row& row = model_->array(layout, slot);
        const Records& all = record.arrays[slot];
        if (all.empty() || row.array == Layout::CommentsFromLms || row.array == Layout::SharedData)
            continue;
        writer.key(record_name(row)).begin_array();
        for (const Record& one : all) write_record(writer, one, row.array);
        writer.end_array();
    }
    writer.end_object();
    out.raw(text);
    if (layout != Layout::Root) record.json = std::move(text);
}

bool CmiData::read(json::Value state) {
    bytes_ = 0;
    return read_record(state, root_, Layout::Root);
}

bool CmiData::read_record(json::Value in, Record& record, Layout layout) {
    if (!in.is_object()) return false;
    for (std::size_t slot = 0; slot < record.leaves.size(); ++slot) {
        const Row& row = model_->leaf(layout, slot);
        const json::Value value = in[record_name(row)];
        if (row.element->access != Access::ReadOnly && value.is_string()) {
            Cell& cell = record.leaves[slot];
            cell.text = value.string();
            cell.is_set = true;
            bytes_ += cell.text.size();
        }
    }
    for (std::size_t slot = 0; slot < record.arrays.size(); ++slot) {
        const Row& row = model_->array(layout, slot);
        const json::Value list = in[record_name(row)];
        if (list.size() > row.element->limit) return false;
        Records& all = record.arrays[slot];
        for (json::Value one = list.first(); one.valid(); one = one.next()) {
            all.push_back(make_record(row.array));
            if (!read_record(one, all.back(), row.array)) return false;
        }
    }
    return bytes_ <= kMaxBytes;
}

}  // namespace scorm
