//! Folders and buckets that several machines use: asked, written to, and whose they are. The only home of `object_store`, but for the
//! connector by which it asks through our HTTP client.

mod digest;
mod error;
mod owner;
mod small_file;
mod store;
mod store_address;

pub use digest::{digest_bytes, digest_reader, is_digest};
pub use error::{StoreError, StoreProblem};
pub use owner::StoreOwner;
pub use small_file::{POINTS, put_in_place, read_note, remove_file, write_note};
pub use store::{ListedObject, SharedStore};
pub use store_address::{check_address, is_same_address};
