//! Looks through a file of the engine as bytes: each of its blocks begins with the sum of what it holds, as each of its headers does.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
    path::Path,
};

/// The first header says that the file is the engine's, the two behind it in turn what it holds.
const HEADER_BYTES: usize = 4096;
const HEADERS: usize = 3;
const HEADERS_BYTES: u64 = (HEADER_BYTES * HEADERS) as u64;

/// Words of such a header, counted from its begin: how often it was written, how many blocks there are, of how many bytes each.
const ITERATION: usize = 1;
const BLOCK_COUNT: usize = 4;
const BLOCK_BYTES: usize = 5;

/// What a sum begins with, and what each word is multiplied by before it is added to it without carry.
const BEGIN: u64 = 5381;
const FACTOR: u64 = 0xbf58_476d_1ce4_e5b9;

/// So many last blocks at most are left out, or are behind the last one that counts.
const MOST_LEFT_OUT: u64 = 1 << 10;

/// No block of the engine is larger, so that nothing that is no header is taken for a size.
const MOST_BYTES: u64 = 1 << 20;

/// Where the blocks of a file lie.
struct BlockLayout {
    count: u64,
    bytes: usize,
    /// How many of them are held: the engine does not write a last one that nothing is in.
    held: u64,
}

/// Tells whether every block of a file is what the engine wrote; `false` where one is not, though none of those in use need be it, and where
/// the file is laid out in another way than the one that is known. Fails where it cannot be read.
pub fn has_sound_blocks(path: &Path) -> io::Result<bool> {
    let mut file = File::open(path)?;
    let Some(layout) = read_layout(&mut file)?.filter(|layout| layout.held >= layout.count) else {
        return Ok(false);
    };
    let mut block = vec![0; layout.bytes];
    for _ in 0..layout.count {
        file.read_exact(&mut block)?;
        if !is_sound(&block) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Writes the last blocks of a file that the engine has closed just now, where it left some out since nothing is in them: so that one that is
/// not there later was there once. Fails where it cannot be written.
pub fn write_left_out_blocks(path: &Path) -> io::Result<()> {
    let mut file = File::options().read(true).write(true).open(path)?;
    let Some(layout) = read_layout(&mut file)? else { return Ok(()) };
    // What ends within a block was cut off: nothing is written over it.
    if !(file.metadata()?.len() - HEADERS_BYTES).is_multiple_of(layout.bytes as u64) {
        return Ok(());
    }
    let mut empty = vec![0; layout.bytes];
    empty[..8].copy_from_slice(&BEGIN.to_le_bytes());
    file.seek(SeekFrom::Start(HEADERS_BYTES + layout.held * layout.bytes as u64))?;
    for _ in layout.held..layout.count {
        file.write_all(&empty)?;
    }
    Ok(())
}

/// Reads where the blocks of a file lie, and stands at the first; `None` where that is not known.
fn read_layout(file: &mut File) -> io::Result<Option<BlockLayout>> {
    let length = file.metadata()?.len();
    let mut headers = [0; HEADER_BYTES * HEADERS];
    if length < HEADERS_BYTES {
        return Ok(None);
    }
    file.read_exact(&mut headers)?;
    let written = headers.chunks_exact(HEADER_BYTES).skip(1).filter(|header| is_sound(header));
    let Some(latest) = written.max_by_key(|header| read_word(header, ITERATION)) else {
        return Ok(None);
    };
    let (count, bytes) = (read_word(latest, BLOCK_COUNT), read_word(latest, BLOCK_BYTES));
    let held = (length - HEADERS_BYTES).checked_div(bytes).unwrap_or(0);
    let is_known = bytes.is_power_of_two() && (HEADER_BYTES as u64..=MOST_BYTES).contains(&bytes);
    let bytes =
        usize::try_from(bytes).ok().filter(|_| is_known && count.abs_diff(held) <= MOST_LEFT_OUT);
    Ok(bytes.map(|bytes| BlockLayout { count, bytes, held }))
}

/// Whether a block holds what its first word says it does.
fn is_sound(block: &[u8]) -> bool {
    let (words, rest) = block.as_chunks::<8>();
    let Some((sum, words)) = words.split_first().filter(|_| rest.is_empty()) else { return false };
    let summed = words
        .iter()
        .fold(BEGIN, |summed, word| summed ^ u64::from_le_bytes(*word).wrapping_mul(FACTOR));
    summed == u64::from_le_bytes(*sum)
}

/// The word in a place of a header.
fn read_word(header: &[u8], place: usize) -> u64 {
    header.as_chunks::<8>().0.get(place).map_or(0, |word| u64::from_le_bytes(*word))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use duckdb::Connection;

    /// A file with a few blocks, as the engine leaves it.
    fn write_file(folder: &Path) -> std::path::PathBuf {
        let path = folder.join("w.duckdb");
        let connection = Connection::open(&path).expect("opened");
        let sql = "create table kept as select hash(range) as number from range(300000)";
        connection.execute_batch(sql).expect("made");
        connection.close().expect("closed");
        path
    }

    #[test]
    fn what_the_engine_wrote_is_sound_and_of_one_other_byte_it_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = write_file(folder.path());
        assert!(has_sound_blocks(&path).expect("read"));
        let bytes = fs::read(&path).expect("read");
        for at in [HEADER_BYTES * HEADERS, HEADER_BYTES * HEADERS + 8, bytes.len() - 1] {
            let mut other = bytes.clone();
            other[at] ^= 1;
            fs::write(&path, other).expect("written");
            assert!(!has_sound_blocks(&path).expect("read"), "the byte at {at}");
        }
    }

    #[test]
    fn a_last_block_that_the_engine_left_out_is_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = write_file(folder.path());
        let whole = fs::metadata(&path).expect("there").len();
        let file = File::options().write(true).open(&path).expect("opened");
        file.set_len(whole - (256 << 10)).expect("cut");
        assert!(!has_sound_blocks(&path).expect("read"));
        for _ in 0..2 {
            write_left_out_blocks(&path).expect("written");
            assert_eq!(fs::metadata(&path).expect("there").len(), whole);
            assert!(has_sound_blocks(&path).expect("read"));
        }
    }

    #[test]
    fn what_is_cut_off_or_no_file_of_the_engine_is_not_sound() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = write_file(folder.path());
        let bytes = fs::read(&path).expect("read");
        for held in [bytes.len() - 1, HEADER_BYTES * HEADERS, HEADER_BYTES, 0] {
            fs::write(&path, &bytes[..held]).expect("written");
            assert!(!has_sound_blocks(&path).expect("read"), "{held} bytes");
        }
        fs::write(&path, vec![0; bytes.len()]).expect("written");
        assert!(!has_sound_blocks(&path).expect("read"));
    }
}
