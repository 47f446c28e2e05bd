//! Connections: how many there may be, how slow each may be, and what lies between a socket and the router.

mod accept_loop;
mod client_stream;
mod connection_limits;
mod connection_table;
mod file_limit;
mod held_body;
pub(super) mod paced_body;
mod tls;

pub use accept_loop::ConnectionServer;
pub use connection_limits::ConnectionLimits;
pub use file_limit::raise_file_limit;
pub use tls::load_acceptor;
