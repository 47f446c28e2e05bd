//! What happens to files on the way: bits flip, pieces are lost, come twice, or are of something else.

use std::io::Read as _;

use fastrand::Rng;

use super::bases::{Base, gzip};
use crate::ingest::bombs::{parts, with_part_of};

/// Numbers at which programs miscount.
const EDGES: [u8; 8] = [0, 1, 0x7F, 0x80, 0xFE, 0xFF, b'\n', b'"'];

/// The file with one to six damages; of a packed one mostly what is packed in it.
pub fn damage(base: Base, bytes: &[u8], random: &mut Rng) -> Vec<u8> {
    if base.is_packed() && random.u8(..4) > 0 {
        let own = parts(bytes);
        let (name, part) = &own[random.usize(..own.len())];
        return with_part_of(bytes, name, &damage_bytes(base.words(), part.clone(), random));
    }
    if base == Base::Gzip && random.bool() {
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(bytes).read_to_end(&mut unpacked).expect("it is well");
        return gzip(&damage_bytes(base.words(), unpacked, random));
    }
    damage_bytes(base.words(), bytes.to_vec(), random)
}

/// Any bytes with one to six damages, words of their grammar among them.
pub fn damage_bytes(words: &[&str], mut bytes: Vec<u8>, random: &mut Rng) -> Vec<u8> {
    // A short text would be no text any more.
    let most = if bytes.len() > 600 { 6 } else { 2 };
    for _ in 0..random.usize(1..=most) {
        if bytes.is_empty() {
            break;
        }
        let at = random.usize(..bytes.len());
        let most = (bytes.len() - at).min(64);
        let piece = at..at + random.usize(1..=most);
        match random.u8(..9) {
            0 | 1 => bytes[at] ^= 1 << random.u8(..8),
            2 => bytes[at] = EDGES[random.usize(..EDGES.len())],
            3 => drop(bytes.drain(piece)),
            4 => {
                let twice = bytes[piece].to_vec();
                let to = random.usize(..=bytes.len());
                bytes.splice(to..to, twice);
            }
            5 => bytes[piece].fill_with(|| random.u8(..)),
            6 if random.u8(..4) == 0 => bytes.truncate(at),
            _ => {
                let word = words[random.usize(..words.len())].bytes();
                bytes.splice(at..at, word);
            }
        }
    }
    bytes
}
