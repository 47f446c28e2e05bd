//! Coming in, by a password or at another server, and going.

mod external;
mod page;

pub use external::{begin_external, finish_external};
pub use page::{local_address, log_in, log_out, login_page, set_cookie};
