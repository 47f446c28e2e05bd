//! What is handed in and is no table: each kind by its own name, with the way on.

use crate::ingest::{Export, IngestError};

/// What a file is, and what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForeignFormat {
    name: &'static str,
    way: &'static str,
}

const EXPORT_AGAIN: &str = "xuất lại danh sách từ hệ thống ra .xlsx hoặc CSV";
const UNPACK: &str = "giải nén rồi nạp từng tệp bên trong, hoặc nén lại thành .zip";
const COPY_TABLE: &str = "xuất lại từ hệ thống ra .xlsx hoặc CSV; nếu chỉ có bản này thì chép bảng sang Excel, lưu thành .xlsx";
const OPEN_AND_SAVE: &str =
    "mở tệp bằng phần mềm đã tạo ra nó hoặc Excel, lưu lại thành .xlsx rồi nạp lại";

const fn foreign_format(name: &'static str, way: &'static str) -> ForeignFormat {
    ForeignFormat { name, way }
}

/// Is a Word document.
pub const WORD: ForeignFormat = foreign_format("tài liệu Word", COPY_TABLE);
/// Is a `PowerPoint` presentation.
pub const SLIDES: ForeignFormat = foreign_format("bài trình chiếu PowerPoint", COPY_TABLE);
/// Is a mail message; its attachment has to be handed in instead.
pub const MAIL: ForeignFormat =
    foreign_format("thư điện tử", "mở thư, lưu tệp đính kèm ra rồi nạp tệp đó");
/// Is a binary workbook of Excel (XLSB).
pub const XLSB: ForeignFormat =
    foreign_format("sổ tính nhị phân XLSB", "mở bằng Excel, lưu lại thành .xlsx rồi nạp lại");
/// Is a text document of `OpenDocument` (ODT).
pub const ODT: ForeignFormat = foreign_format("văn bản OpenDocument (ODT)", COPY_TABLE);
/// Is any `OpenDocument` file that is neither a spreadsheet nor a text.
pub const OPEN_DOCUMENT: ForeignFormat =
    foreign_format("tài liệu OpenDocument không phải bảng tính", COPY_TABLE);
/// Is a document of Apple's Numbers or Pages.
pub const NUMBERS: ForeignFormat = foreign_format(
    "tài liệu của Apple (Numbers, Pages)",
    "mở trên máy Mac, xuất ra .xlsx rồi nạp lại",
);
/// Is an old Office file without a workbook in it.
pub const OFFICE: ForeignFormat = foreign_format("tệp Office không chứa sổ tính", OPEN_AND_SAVE);
/// Is an executable program.
pub const PROGRAM: ForeignFormat =
    foreign_format("chương trình, không phải tệp dữ liệu", EXPORT_AGAIN);
/// Is an XML file that is no spreadsheet.
pub const XML: ForeignFormat = foreign_format(
    "tệp XML không phải bảng tính",
    "xuất lại từ hệ thống ra .xlsx hoặc CSV, hoặc mở bằng Excel rồi lưu thành .xlsx",
);
/// Is a Word document saved as XML.
pub const WORD_XML: ForeignFormat = foreign_format("tài liệu Word ở dạng XML", COPY_TABLE);
/// Is a shortcut to another file.
pub const SHORTCUT: ForeignFormat =
    foreign_format("lối tắt tới tệp khác", "nạp chính tệp mà lối tắt chỉ tới");
const PROSE: ForeignFormat = foreign_format(
    "bài viết hoặc ghi chú",
    "không cần nạp tệp này; nếu trong đó có bảng thì chép bảng vào Excel, mỗi cột một ô, rồi nạp lại",
);
const BINARY: ForeignFormat = foreign_format("tệp nhị phân không rõ loại", EXPORT_AGAIN);
const LOCK: ForeignFormat = foreign_format(
    "tệp tạm của Office (`~$…`)",
    "đóng tệp trong Excel rồi nạp tệp không có `~$` ở đầu tên",
);

const PICTURE: ForeignFormat = foreign_format("ảnh", COPY_TABLE);

/// First bytes, and what begins with them.
const BEGINNINGS: [(&[u8], ForeignFormat); 26] = [
    (b"Rar!\x1A\x07", foreign_format("tệp nén RAR", UNPACK)),
    (b"7z\xBC\xAF\x27\x1C", foreign_format("tệp nén 7z", UNPACK)),
    (b"\xFD7zXZ\0", foreign_format("tệp nén XZ", UNPACK)),
    (b"BZh", foreign_format("tệp nén bzip2", UNPACK)),
    (b"\x28\xB5\x2F\xFD", foreign_format("tệp nén Zstandard", UNPACK)),
    (b"MSCF", foreign_format("tệp nén CAB", UNPACK)),
    (b"\x89PNG\r\n\x1A\n", PICTURE),
    (b"\xFF\xD8\xFF", PICTURE),
    (b"GIF87a", PICTURE),
    (b"GIF89a", PICTURE),
    (b"II*\0", PICTURE),
    (b"MM\0*", PICTURE),
    (b"{\\rtf", foreign_format("văn bản RTF", COPY_TABLE)),
    (b"SQLite format 3\0", foreign_format("cơ sở dữ liệu SQLite", EXPORT_AGAIN)),
    (b"\0\x01\0\0Standard Jet DB", foreign_format("cơ sở dữ liệu Access", EXPORT_AGAIN)),
    (b"\0\x01\0\0Standard ACE DB", foreign_format("cơ sở dữ liệu Access", EXPORT_AGAIN)),
    (b"MZ", PROGRAM),
    (b"\x7FELF", PROGRAM),
    (b"PAR1", foreign_format("tệp Parquet", EXPORT_AGAIN)),
    (b"\0\0\x02\0\x06\x04", foreign_format("sổ tính Lotus 1-2-3", OPEN_AND_SAVE)),
    (b"\0\0\x1A\0", foreign_format("sổ tính Lotus 1-2-3", OPEN_AND_SAVE)),
    (b"\0\0\x02\0\x01\x10", foreign_format("sổ tính Quattro Pro", OPEN_AND_SAVE)),
    (b"L\0\0\0\x01\x14\x02\0", SHORTCUT),
    (b"[InternetShortcut]", SHORTCUT),
    (
        b"\0\x05\x16\x07",
        foreign_format("tệp phụ của máy Mac", "nạp tệp cùng tên không có `._` ở đầu"),
    ),
    (b"%!PS", foreign_format("tệp PostScript", COPY_TABLE)),
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
        return Some(foreign_format("tệp PDF", COPY_TABLE));
    }
    if at(257, b"ustar") {
        return Some(foreign_format("tệp nén TAR", UNPACK));
    }
    let is_bitmap = at(0, b"BM") && at(6, &[0; 4]);
    if is_bitmap || (at(0, b"RIFF") && at(8, b"WEBP")) || at(4, b"ftypheic") || at(4, b"ftypmif1") {
        return Some(PICTURE);
    }
    if is_dbase(head) {
        return Some(foreign_format("bảng dBASE/FoxPro (DBF)", OPEN_AND_SAVE));
    }
    if matches!(length, 162 | 165)
        && head.first().is_some_and(|name| *name < 55 && *name > 0)
        && head.contains(&0)
    {
        return Some(LOCK);
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
    (strange * 50 > letters || (is_wide && plain * 10 < letters)).then_some(BINARY)
}

/// The streams of an old Office container, and what holds them.
pub const STREAMS: [(&str, ForeignFormat); 5] = [
    ("/WordDocument", WORD),
    ("/PowerPoint Document", SLIDES),
    ("/__properties_version1.0", MAIL),
    ("/VisioDocument", foreign_format("bản vẽ Visio", COPY_TABLE)),
    ("/Catalog", foreign_format("tệp ảnh thu nhỏ của Windows", EXPORT_AGAIN)),
];

/// The parts of a packed document, in small letters, and what holds them.
pub const PARTS: [(&str, ForeignFormat); 9] = [
    ("xl/workbook.bin", XLSB),
    ("word/document.xml", WORD),
    ("ppt/presentation.xml", SLIDES),
    ("visio/document.xml", foreign_format("bản vẽ Visio", COPY_TABLE)),
    ("index/document.iwa", NUMBERS),
    ("index.zip", NUMBERS),
    ("meta-inf/manifest.mf", PROGRAM),
    ("androidmanifest.xml", PROGRAM),
    ("meta-inf/container.xml", foreign_format("sách điện tử", COPY_TABLE)),
];

impl Export {
    /// Makes the error of a file that is of a foreign format, with what to do about it.
    pub fn is_no_table(&self, foreign: ForeignFormat) -> IngestError {
        self.malformed_error(
            format!("đây là {}, không đọc được như một bảng", foreign.name),
            foreign.way,
        )
    }

    /// Makes the error of a text that is prose and holds no table.
    pub fn is_prose(&self) -> IngestError {
        self.is_no_table(PROSE)
    }
}

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
        assert_eq!(detect_by_bytes(head, 1000).map(|foreign| foreign.name), Some(name));
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
