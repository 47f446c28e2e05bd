//! Workbooks and documents that are the same bytes whichever system made them.

/// Begins the entry of a file in the list at the end of a ZIP.
const ENTRY: [u8; 4] = *b"PK\x01\x02";
/// Begins the end of that list, and how long it is without a comment.
const END: ([u8; 4], usize) = (*b"PK\x05\x06", 22);

/// Where in an entry the system stands, and which it is said to be.
const SYSTEM: (usize, u8) = (5, 3);

/// Lets every file of a ZIP without a comment be told of as made on Unix: libraries write down the system they run on, so the same report
/// would have other bytes on Windows. What is no ZIP stays as it is.
pub fn pin_zip_origin(mut zip: Vec<u8>) -> Vec<u8> {
    let Some(end) = zip.len().checked_sub(END.1).filter(|at| zip[*at..].starts_with(&END.0)) else {
        return zip;
    };
    let number = |zip: &[u8], at: usize, length: usize| {
        let bytes = zip.get(at..at + length)?.iter().rev();
        Some(bytes.fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
    };
    let Some(mut at) = number(&zip, end + 16, 4) else { return zip };
    while at < end && zip[at..].starts_with(&ENTRY) {
        let lengths = [28, 30, 32].map(|part| number(&zip, at + part, 2).unwrap_or(0));
        zip[at + SYSTEM.0] = SYSTEM.1;
        at += 46 + lengths.iter().sum::<usize>();
    }
    zip
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::{System, ZipArchive, ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn made_on(system: System) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in [("a.xml", "một"), ("b/c.xml", "hai")] {
            let options = SimpleFileOptions::default().system(system);
            zip.start_file(name, options).expect("begun");
            zip.write_all(text.as_bytes()).expect("written");
        }
        zip.finish().expect("finished").into_inner()
    }

    #[test]
    fn a_zip_is_the_same_bytes_whichever_system_made_it() {
        let (windows, linux) = (made_on(System::Dos), made_on(System::Unix));
        assert_ne!(windows, linux);
        assert_eq!(pin_zip_origin(windows.clone()), linux);
        assert_eq!(pin_zip_origin(linux.clone()), linux);
        let read = ZipArchive::new(Cursor::new(pin_zip_origin(windows))).expect("a ZIP");
        assert_eq!(read.len(), 2);
    }

    #[test]
    fn what_is_no_zip_stays_as_it_is() {
        for bytes in [b"".as_slice(), b"a text", &[0; 40], b"PK\x05\x06 and too short"] {
            assert_eq!(pin_zip_origin(bytes.to_vec()), bytes);
        }
    }
}
