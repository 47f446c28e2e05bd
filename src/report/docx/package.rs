//! The parts of a document in one ZIP; no part bears the time it was packed at.

use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::{
    super::{ReportError, document::ReportDocument},
    body::{DocxPicture, FinishedBody},
    text::escape_xml,
};
use crate::disk::pin_zip_origin;

const MEDIA: &str = "word/media/";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Packs body, pictures and the fixed parts into one ZIP file. Fails where the ZIP cannot be
/// written.
pub fn pack_parts(papers: &[ReportDocument], body: &FinishedBody) -> Result<Vec<u8>, ReportError> {
    let document = format!(
        "{HEAD}<w:document xmlns:w=\"{WORD}\" xmlns:r=\"{RELATIONS}\" \
         xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
         xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
         xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>{}</w:body></w:document>",
        body.xml
    );
    let first = papers.first();
    let mut parts: Vec<(String, Vec<u8>)> = [
        ("[Content_Types].xml", include_str!("parts/content_types.xml").to_owned()),
        ("_rels/.rels", include_str!("parts/rels.xml").to_owned()),
        ("docProps/core.xml", first.map_or(String::new(), core_properties)),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", relations_xml(&body.pictures)),
        ("word/styles.xml", include_str!("parts/styles.xml").to_owned()),
        ("word/settings.xml", include_str!("parts/settings.xml").to_owned()),
        ("word/header.xml", include_str!("parts/header.xml").to_owned()),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), text.into_bytes()))
    .collect();
    for (number, picture) in (1..).zip(&body.pictures) {
        parts.push((format!("{MEDIA}{number}.png"), picture.png.to_vec()));
        let vector = picture.svg.iter();
        parts.extend(vector.map(|svg| (format!("{MEDIA}{number}.svg"), svg.as_bytes().to_vec())));
    }
    zip_parts(&parts).map_err(|error| ReportError::format_error("DOCX", error))
}

fn zip_parts(parts: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        // A picture is packed already.
        let method = if name.starts_with(MEDIA) {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default());
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes)?;
    }
    Ok(pin_zip_origin(zip.finish()?.into_inner()))
}

fn relations_xml(pictures: &[DocxPicture]) -> String {
    let kept = [("Styles", "styles"), ("Settings", "settings"), ("Header", "header")];
    let fixed = kept.map(|(id, name)| {
        format!("<Relationship Id=\"rId{id}\" Type=\"{RELATIONS}/{name}\" Target=\"{name}.xml\"/>")
    });
    let image = |id: String, file: String| {
        format!("<Relationship Id=\"{id}\" Type=\"{RELATIONS}/image\" Target=\"media/{file}\"/>")
    };
    let pictures = (1..).zip(pictures).flat_map(|(number, picture)| {
        let dots = image(format!("rIdPicture{number}"), format!("{number}.png"));
        let vector = || image(format!("rIdVector{number}"), format!("{number}.svg"));
        [dots].into_iter().chain(picture.svg.as_ref().map(|_| vector()))
    });
    let all: String = fixed.into_iter().chain(pictures).collect();
    format!(
        "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}</Relationships>"
    )
}

/// Title, which data it was made from, and the day of the paper: a document names no program's clock.
fn core_properties(paper: &ReportDocument) -> String {
    let (title, author) = (escape_xml(&paper.title), escape_xml(&paper.letterhead.agency));
    let provenance = escape_xml(&paper.provenance);
    let day = paper.on;
    let stamp = |name: &str| {
        format!("<dcterms:{name} xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:{name}>")
    };
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>\
         <dc:description>{provenance}</dc:description><dc:language>vi-VN</dc:language>{}{}</cp:coreProperties>",
        stamp("created"),
        stamp("modified")
    )
}
