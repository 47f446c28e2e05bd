//! What is no table, by its bytes, its streams or its parts.

use super::foreign_format::ForeignFormat;

/// First bytes, and what begins with them.
const BEGINNINGS: [(&[u8], ForeignFormat); 26] = [
    (b"Rar!\x1A\x07", ForeignFormat::Rar),
    (b"7z\xBC\xAF\x27\x1C", ForeignFormat::SevenZip),
    (b"\xFD7zXZ\0", ForeignFormat::Xz),
    (b"BZh", ForeignFormat::Bzip2),
    (b"\x28\xB5\x2F\xFD", ForeignFormat::Zstandard),
    (b"MSCF", ForeignFormat::Cab),
    (b"\x89PNG\r\n\x1A\n", ForeignFormat::Picture),
    (b"\xFF\xD8\xFF", ForeignFormat::Picture),
    (b"GIF87a", ForeignFormat::Picture),
    (b"GIF89a", ForeignFormat::Picture),
    (b"II*\0", ForeignFormat::Picture),
    (b"MM\0*", ForeignFormat::Picture),
    (b"{\\rtf", ForeignFormat::Rtf),
    (b"SQLite format 3\0", ForeignFormat::Sqlite),
    (b"\0\x01\0\0Standard Jet DB", ForeignFormat::Access),
    (b"\0\x01\0\0Standard ACE DB", ForeignFormat::Access),
    (b"MZ", ForeignFormat::Program),
    (b"\x7FELF", ForeignFormat::Program),
    (b"PAR1", ForeignFormat::Parquet),
    (b"\0\0\x02\0\x06\x04", ForeignFormat::Lotus),
    (b"\0\0\x1A\0", ForeignFormat::Lotus),
    (b"\0\0\x02\0\x01\x10", ForeignFormat::Quattro),
    (b"L\0\0\0\x01\x14\x02\0", ForeignFormat::Shortcut),
    (b"[InternetShortcut]", ForeignFormat::Shortcut),
    (b"\0\x05\x16\x07", ForeignFormat::MacLitter),
    (b"%!PS", ForeignFormat::PostScript),
];

/// What the first bytes of a file show it to be, if that is no table.
pub fn detect_by_bytes(head: &[u8], length: u64) -> Option<ForeignFormat> {
    let of_magic = BEGINNINGS.iter().find(|(magic, _)| head.starts_with(magic));
    if let Some((_, foreign)) = of_magic {
        return Some(*foreign);
    }
    let at = |at: usize, magic: &[u8]| head.get(at..).is_some_and(|rest| rest.starts_with(magic));
    // Other programs may put something before a PDF.
    if memchr::memmem::find(&head[..head.len().min(1024)], b"%PDF-").is_some() {
        return Some(ForeignFormat::Pdf);
    }
    if at(257, b"ustar") {
        return Some(ForeignFormat::Tar);
    }
    let is_bitmap = at(0, b"BM") && at(6, &[0; 4]);
    if is_bitmap || (at(0, b"RIFF") && at(8, b"WEBP")) || at(4, b"ftypheic") || at(4, b"ftypmif1") {
        return Some(ForeignFormat::Picture);
    }
    if is_dbase(head) {
        return Some(ForeignFormat::Dbase);
    }
    if matches!(length, 162 | 165)
        && head.first().is_some_and(|name| *name < 55 && *name > 0)
        && head.contains(&0)
    {
        return Some(ForeignFormat::Lock);
    }
    None
}

/// A kind, a day, a number of rows, and a head of 32 bytes a column.
fn is_dbase(head: &[u8]) -> bool {
    let &[kind, _, month, day, _, _, _, _, low, high, ..] = head else {
        return false;
    };
    let length = u16::from_le_bytes([low, high]);
    matches!(kind, 0x03 | 0x30 | 0x83 | 0x8B | 0xF5)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && length > 64
        && (length % 32 == 1 || (kind == 0x30 && (length - 1) % 32 == 263 % 32))
}

/// What is no text in any encoding: it holds signs that no text has.
pub fn detect_by_signs(head: &[u8], text: &str) -> Option<ForeignFormat> {
    // What a disk or a copy pads a text with says nothing of it; where nothing else stands, it is no text.
    let padding = text.len() - text.trim_end_matches('\0').len();
    let padding = if padding < text.len() { padding } else { 0 };
    let text = &text[..text.len() - padding];
    let head = &head[..head.len().saturating_sub(padding)];
    let letters = text.chars().count();
    // In UTF-16 a letter takes two bytes.
    let is_wide = letters * 3 < head.len() * 2;
    let is_strange = |letter: char| {
        matches!(letter, '\0'..='\x08' | '\x0E'..='\x19' | '\x1C'..='\x1F')
            || (is_wide && letter == char::REPLACEMENT_CHARACTER)
    };
    let strange = text.chars().filter(|letter| is_strange(*letter)).count();
    // Whatever a table says, it has blanks, digits and delimiters.
    let plain = text.chars().filter(char::is_ascii).count();
    (strange * 50 > letters || (is_wide && plain * 10 < letters)).then_some(ForeignFormat::Binary)
}

/// The streams of an old Office container, and what holds them.
pub const STREAMS: [(&str, ForeignFormat); 5] = [
    ("/WordDocument", ForeignFormat::Word),
    ("/PowerPoint Document", ForeignFormat::Slides),
    ("/__properties_version1.0", ForeignFormat::Mail),
    ("/VisioDocument", ForeignFormat::Visio),
    ("/Catalog", ForeignFormat::Thumbnails),
];

/// The parts of a packed document, in small letters, and what holds them.
pub const PARTS: [(&str, ForeignFormat); 9] = [
    ("xl/workbook.bin", ForeignFormat::Xlsb),
    ("word/document.xml", ForeignFormat::Word),
    ("ppt/presentation.xml", ForeignFormat::Slides),
    ("visio/document.xml", ForeignFormat::Visio),
    ("index/document.iwa", ForeignFormat::Numbers),
    ("index.zip", ForeignFormat::Numbers),
    ("meta-inf/manifest.mf", ForeignFormat::Program),
    ("androidmanifest.xml", ForeignFormat::Program),
    ("meta-inf/container.xml", ForeignFormat::Book),
];

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::pdf(b"%PDF-1.7\n", "tệp PDF")]
    #[case::pdf_behind_something(b"\r\n%PDF-1.4", "tệp PDF")]
    #[case::bitmap(b"BM\x36\x10\0\0\0\0\0\0\x36\0\0\0", "ảnh")]
    #[case::access(b"\0\x01\0\0Standard ACE DB\0", "cơ sở dữ liệu Access")]
    #[case::dbase(b"\x03\x7B\x0C\x1F\x08\0\0\0\xE1\0\x40\0", "bảng dBASE/FoxPro (DBF)")]
    fn what_is_no_table_is_named(#[case] head: &[u8], #[case] name: &str) {
        assert_eq!(detect_by_bytes(head, 1000).map(|it| it.to_string()).as_deref(), Some(name));
    }

    #[rstest]
    #[case::text("Mã hồ sơ;Trạng thái\n".as_bytes())]
    #[case::old_text(b"M\xB7 h\xE5 s\xAC;Tr\xB9ng th\xB8i\n")]
    #[case::initials(b"BMS;BH\n1;2\n")]
    fn a_text_is_no_foreign_kind(#[case] head: &[u8]) {
        assert_eq!(detect_by_bytes(head, 1000), None);
        assert_eq!(detect_by_signs(head, &String::from_utf8_lossy(head)), None);
    }
}
