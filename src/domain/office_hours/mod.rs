//! When an office works, and how near a promised time is by that.

mod due_window;
mod office_calendar;
mod work_session;

pub use due_window::{DUE_DAYS, DueReckoning, DueWindow};
pub use office_calendar::{CalendarDay, DayWork, OfficeCalendar};
pub use work_session::{OfficeHours, SaturdayWork, WorkSession};
