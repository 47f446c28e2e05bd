//! Archives and workbooks that no office makes.

use std::{
    fs,
    io::{Cursor, Read as _, Write as _},
};

use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::support::intake::kept;

pub fn repeated(piece: &[u8], times: usize, out: &mut dyn std::io::Write) {
    let pieces = piece.repeat(1 << 10);
    for _ in 0..times >> 10 {
        out.write_all(&pieces).expect("written");
    }
}

/// Its name, how it begins, what is repeated and how often, how it ends.
pub type Part<'p> = (&'p str, &'p [u8], &'p [u8], usize, &'p [u8]);

/// A zip of parts.
pub fn zipped(parts: &[Part]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, before, piece, times, after) in parts {
        zip.start_file(*name, SimpleFileOptions::default().large_file(true)).expect("begun");
        zip.write_all(before).expect("written");
        repeated(piece, *times, &mut zip);
        zip.write_all(after).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

/// A workbook of tests/files/ with another text in one of its parts.
pub fn with_part(
    workbook: &str,
    part: &str,
    before: &[u8],
    piece: &[u8],
    times: usize,
    after: &[u8],
) -> Vec<u8> {
    let own = parts(&fs::read(kept(workbook)).expect("a file"));
    assert!(own.iter().any(|(name, _)| name == part), "{part}");
    let nothing: &[u8] = b"";
    let parts: Vec<_> = (own.iter())
        .map(|(name, bytes)| {
            if name == part {
                (part, before, piece, times, after)
            } else {
                (name.as_str(), bytes.as_slice(), nothing, 0, nothing)
            }
        })
        .collect();
    zipped(&parts)
}

pub const LAUGHS: &str = "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"haha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">\
    <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;\">\
    <!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;\"><!ENTITY g \"&f;&f;&f;&f;&f;&f;&f;&f;\"><!ENTITY h \"&g;&g;&g;&g;&g;&g;&g;&g;\">]>";

/// A zip with other bytes in one of its parts.
pub fn with_part_of(zip: &[u8], part: &str, bytes: &[u8]) -> Vec<u8> {
    let own = parts(zip);
    let nothing: &[u8] = b"";
    let other: Vec<Part> = (own.iter())
        .map(|(name, own)| {
            let bytes = if name == part { bytes } else { own };
            (name.as_str(), bytes, nothing, 0, nothing)
        })
        .collect();
    zipped(&other)
}

pub fn parts(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(zip)).expect("a zip");
    let mut own = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("an entry");
        let (name, mut bytes) = (entry.name().expect("a name").to_string(), Vec::new());
        entry.read_to_end(&mut bytes).expect("read");
        own.push((name, bytes));
    }
    own
}
