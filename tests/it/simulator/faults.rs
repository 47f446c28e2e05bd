//! Faults at the named points of the program: it dies, the disk is full, or something happens meanwhile.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    io,
    rc::Rc,
    sync::Arc,
};

use fastrand::Rng;
use motcua::domain::fault_point::{FaultPoint, work_under_faults};
use parking_lot::Mutex;

/// Where it happens: at a point passed for so manieth time, or at whichever point comes so manieth.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    Nth(u32),
    Of(FaultPoint, u32),
}

/// What happens there.
pub enum Fault {
    /// The process dies: from there on nothing it does reaches disk or network, whatever its code still tries.
    Kill,
    /// The disk is full, for so many points.
    DiskFull(u32),
    /// Something else happens, and it goes on.
    Meanwhile(Rc<dyn Fn()>),
}

/// Which points were passed, and at which the process died.
#[derive(Debug, Default)]
pub struct Coverage {
    pub passed: Mutex<BTreeSet<FaultPoint>>,
    pub killed: Mutex<BTreeSet<FaultPoint>>,
}

/// How work ended for which a fault waited.
pub struct Worked<T> {
    pub done: T,
    /// Whether the fault came to pass.
    pub has_happened: bool,
}

impl Place {
    /// One among some points, or one among the first so many.
    pub fn draw(random: &mut Rng, points: &[FaultPoint], most: u32) -> Self {
        if random.bool() {
            Self::Of(points[random.usize(..points.len())], random.u32(1..4))
        } else {
            Self::Nth(random.u32(1..most))
        }
    }
}

/// Does some work while a fault waits for it at a place.
pub fn work_with<T>(
    fault: Option<(Place, Fault)>,
    coverage: &Arc<Coverage>,
    work: impl FnOnce() -> T,
) -> Worked<T> {
    let dead = Rc::new(Cell::new(false));
    let happened = Rc::new(Cell::new(0_u32));
    let (is_dead, has_happened, seen) = (dead.clone(), happened.clone(), coverage.clone());
    let (count, by_point) = (Cell::new(0), RefCell::new(BTreeMap::new()));
    let decide = move |point: FaultPoint| {
        if is_dead.get() {
            return Err(io::Error::other("the process is dead"));
        }
        seen.passed.lock().insert(point);
        count.set(count.get() + 1);
        let mut by_point = by_point.borrow_mut();
        let of_point = by_point.entry(point).or_insert(0);
        *of_point += 1;
        let Some((place, fault)) = &fault else { return Ok(()) };
        let is_here = match place {
            Place::Nth(number) => count.get() == *number,
            Place::Of(there, number) => point == *there && of_point == number,
        };
        let is_reached = match place {
            Place::Nth(number) => count.get() >= *number,
            Place::Of(there, number) => point == *there && *of_point >= *number,
        };
        let begun = has_happened.get();
        match fault {
            Fault::Kill if is_here => {
                is_dead.set(true);
                has_happened.set(1);
                seen.killed.lock().insert(point);
                Err(io::Error::other("the process is dead"))
            }
            Fault::DiskFull(most) if (is_here || begun > 0) && begun < *most => {
                has_happened.set(begun + 1);
                if point.can_fail() { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
            }
            // Whoever is held up within a transaction holds the others up too.
            Fault::Meanwhile(happen)
                if begun == 0 && is_reached && point != FaultPoint::StateCommit =>
            {
                has_happened.set(1);
                happen();
                Ok(())
            }
            _ => Ok(()),
        }
    };
    let done = work_under_faults(Rc::new(decide), work);
    Worked { done, has_happened: happened.get() > 0 }
}
