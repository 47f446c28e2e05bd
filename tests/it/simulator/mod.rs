//! The life of an office in virtual time, drawn by a seed: what can go wrong goes wrong, and after every step it is asked what must hold.
//!
//! `SEED=17 cargo test … simulator::mondays` lives one life again. `LIVES=10000` lives more of them than CI has time for.

#![expect(
    clippy::print_stdout,
    reason = "how much was lived, and how a life is lived again, is what is asked"
)]

pub mod faults;
mod hints;
mod lives;
mod mondays;
mod office;
