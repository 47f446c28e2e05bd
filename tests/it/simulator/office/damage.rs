//! Bits that flip, files that go, and whether the archive is whole.

use std::{collections::BTreeSet, fs, path::Path};

use fastrand::Rng;
use motcua::ingest::archive::Archive;

/// Changes one byte somewhere.
pub fn flip_byte(bytes: &mut [u8], random: &mut Rng) {
    let at = random.usize(..bytes.len());
    bytes[at] ^= 1 << random.u32(..8);
}

/// Damages one file of the archive; the digest of the export it is of.
pub fn damage_archive(data: &Path, random: &mut Rng) -> Option<String> {
    let archive = Archive::open_in(data).expect("an archive");
    let mut sources = archive.list_contents().expect("read").sources;
    sources.retain(|source| archive.verify_parquet(source).is_ok());
    let source = sources.get(random.usize(..sources.len().max(1)))?;
    let parquet = archive.parquet_path(&source.id);
    match random.u32(..3) {
        0 => fs::remove_file(&parquet).expect("removed"),
        1 => rewrite(&parquet, random),
        _ => rewrite(&parquet.with_extension("json"), random),
    }
    Some(source.sha256.clone())
}

fn rewrite(path: &Path, random: &mut Rng) {
    let mut bytes = fs::read(path).expect("a file");
    flip_byte(&mut bytes, random);
    fs::write(path, bytes).expect("written");
}

/// The digests of what is archived, each once; fails where something is not whole.
pub fn list_whole(data: &Path) -> BTreeSet<String> {
    let archive = Archive::open_in(data).expect("an archive");
    let contents = archive.list_contents().expect("it opens");
    assert!(contents.damaged.is_empty(), "damaged: {:?}", contents.damaged);
    for source in &contents.sources {
        archive.verify_parquet(source).expect("whole");
    }
    let digests: BTreeSet<String> =
        contents.sources.iter().map(|source| source.sha256.clone()).collect();
    assert_eq!(digests.len(), contents.sources.len(), "an export is there twice");
    let numbers: BTreeSet<u64> = contents.sources.iter().map(|source| source.number).collect();
    assert_eq!(numbers.len(), contents.sources.len(), "a number was given twice");
    digests
}

/// Whether all that is archived is whole.
pub fn is_whole(data: &Path) -> bool {
    let archive = Archive::open_in(data).expect("an archive");
    let contents = archive.list_contents().expect("it opens");
    contents.damaged.is_empty()
        && contents.sources.iter().all(|source| archive.verify_parquet(source).is_ok())
}
