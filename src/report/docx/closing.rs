//! What stands below an official paper: recipients and signature.

use super::{
    super::document::ReportClosing,
    head::two_column_xml,
    text::{paragraph_xml, run_xml, with_properties},
};

/// Writes recipients and signature as a table of two columns. `before` holds properties of the
/// empty paragraph above it.
pub fn closing_xml(closing: &ReportClosing, before: &str) -> String {
    let mut left = paragraph_xml(
        "Recipients",
        &run_xml(
            &closing.heading,
            "<w:b/><w:bCs/><w:i/><w:iCs/><w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>",
        ),
    );
    for (number, recipient) in (1..).zip(&closing.recipients) {
        let end = if number == closing.recipients.len() { "." } else { ";" };
        left.push_str(&paragraph_xml("Recipients", &run_xml(&format!("- {recipient}{end}"), "")));
    }
    let mut right: String =
        closing.title.iter().map(|title| paragraph_xml("Signature", &run_xml(title, ""))).collect();
    // Room for the signature and the stamp.
    right.push_str(&with_properties(
        "Signature",
        "<w:keepNext w:val=\"0\"/><w:spacing w:before=\"1250\"/>",
        &run_xml(&closing.signer, ""),
    ));
    let space = "<w:spacing w:line=\"240\" w:lineRule=\"exact\"/>";
    let space = with_properties("Normal", &format!("<w:keepNext/>{before}{space}"), "");
    space + &two_column_xml(&left, &right)
}
