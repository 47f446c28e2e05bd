//! The server on a socket: who may connect, how slow they may be, and what it does where it cannot write.

mod connections;
pub mod idle_clerk;
mod mending;
#[cfg(unix)]
mod process;
