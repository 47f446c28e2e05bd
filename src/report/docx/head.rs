//! What stands above an official paper: who writes what to whom.

use super::{
    super::document::ReportLetterhead,
    text::{paragraph_xml, run_xml, with_properties},
};

/// Of the columns.
const WIDTHS: (u32, u32) = (3755, 5600);

/// Writes the letterhead: agency and number on the left, motto, place and day on the right.
pub fn letterhead_xml(head: &ReportLetterhead) -> String {
    let mut left = String::new();
    if let Some(superior) = &head.superior {
        left.push_str(&paragraph_xml("HeadCell", &run_xml(superior, "")));
    }
    left.push_str(&paragraph_xml("HeadCell", &run_xml(&head.agency, "<w:b/><w:bCs/>")));
    // A third to a half of the line above.
    left.push_str(&rule_xml(1250));
    left.push_str(&with_properties(
        "HeadCell",
        "<w:spacing w:before=\"120\"/>",
        &run_xml(&head.number, ""),
    ));
    if head.kind.is_none() {
        left.push_str(&with_properties(
            "HeadCell",
            "<w:spacing w:before=\"60\"/>",
            &run_xml(&head.subject, ""),
        ));
    }
    let mut right = paragraph_xml(
        "HeadCell",
        &run_xml(&head.nation, "<w:b/><w:bCs/><w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>"),
    );
    right.push_str(&paragraph_xml(
        "HeadCell",
        &run_xml(&head.motto, "<w:b/><w:bCs/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>"),
    ));
    // As long as the line above.
    right.push_str(&rule_xml(1010));
    right.push_str(&with_properties(
        "HeadCell",
        "<w:spacing w:before=\"120\"/>",
        &run_xml(&head.place_and_day, "<w:i/><w:iCs/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>"),
    ));
    let mut xml = two_column_xml(&left, &right);
    if let Some(kind) = &head.kind {
        xml.push_str(&paragraph_xml("Title", &run_xml(kind, "")));
        xml.push_str(&paragraph_xml("Subtitle", &run_xml(&head.subject, "")));
        xml.push_str(&with_properties("HeadCell", &line_properties(3700), ""));
    }
    for to in &head.to {
        xml.push_str(&paragraph_xml("Addressee", &run_xml(to, "")));
    }
    xml
}

/// Two columns without lines, as wide as the text.
pub fn two_column_xml(left: &str, right: &str) -> String {
    let cell = |width: u32, inner: &str| {
        format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{inner}</w:tc>")
    };
    let (one, other) = WIDTHS;
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr>\
         <w:tblGrid><w:gridCol w:w=\"{one}\"/><w:gridCol w:w=\"{other}\"/></w:tblGrid>\
         <w:tr><w:trPr><w:cantSplit/></w:trPr>{}{}</w:tr></w:tbl>",
        one + other,
        cell(one, left),
        cell(other, right)
    )
}

/// A line in the middle of its column, so far from either side.
fn rule_xml(side: u32) -> String {
    with_properties("HeadCell", &line_properties(side), "")
}

fn line_properties(side: u32) -> String {
    format!(
        "<w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"auto\"/></w:pBdr>\
         <w:spacing w:before=\"40\" w:line=\"60\" w:lineRule=\"exact\"/><w:ind w:left=\"{side}\" w:right=\"{side}\"/>"
    )
}
