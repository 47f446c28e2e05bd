//! What must hold of a week that is over: all arrived, once, in time, whole; or somebody can see what did not.

use motcua::state::{
    StateDatabase, delivery::DeliveryRecord, delivery_purpose::DeliveryPurpose,
    delivery_state::DeliveryState, schedule_run::RunState,
};

use super::{
    life::{Life, paper},
    receiver::Taken,
};

impl Life {
    fn deliveries(&self, period: &str) -> Vec<DeliveryRecord> {
        let state = StateDatabase::open(self.data()).expect("a state");
        let all = state.deliveries(None, 300).expect("read").into_iter();
        all.filter(|it| it.purpose == DeliveryPurpose::Report && it.period == period).collect()
    }

    pub fn is_settled(&self, period: &str) -> bool {
        let all = self.deliveries(period);
        !all.is_empty()
            && all.iter().all(|it| {
                it.state == DeliveryState::Sent || self.count_taken(&it.address, period) > 0
            })
    }

    pub fn look_into_folder(&self, period: &str) {
        let path = self.folder.path().join("chung").join(period);
        if path.join("weekly.txt").exists() {
            let now = self.true_time();
            self.in_folder.borrow_mut().entry(period.to_owned()).or_insert(now);
            let bytes = std::fs::read(path.join("bao-cao.docx")).expect("both files");
            assert_eq!(bytes, paper(period), "half a file in the folder, {period}");
        }
    }

    /// How often somebody took the report of a period.
    pub fn count_taken(&self, address: &str, period: &str) -> usize {
        if address == "chung" {
            return usize::from(self.in_folder.borrow().contains_key(period));
        }
        let taken = self.receiver.taken.lock();
        let of = taken.iter().filter(|it| is_of(it, address) && it.subject.ends_with(period));
        let mut keys: Vec<&str> = of.map(|it| it.key.as_str()).collect();
        // Whoever honours the key of a webhook takes it once.
        if address == "nhom" {
            keys.dedup();
        }
        keys.len()
    }

    /// Of a week that is over: all arrived, once, in time; or somebody can see what did not.
    pub fn check(&self, period: &str, until: i64) {
        let all = self.deliveries(period);
        let state = StateDatabase::open(self.data()).expect("a state");
        let runs = state.runs(300).expect("read");
        let run = runs.iter().find(|run| run.period == period);
        let run = run.unwrap_or_else(|| panic!("{period}: nobody planned it: {runs:?}"));
        assert_eq!(run.state, RunState::Made, "{period}: {run:?}");
        assert_eq!(all.len(), self.settings.schedules[0].to.len(), "{period}: {all:?}");
        let mut told = self.told.borrow_mut();
        for one in &all {
            let count = self.count_taken(&one.address, period);
            let is_in_doubt = one.state == DeliveryState::Uncertain;
            told.add("due", 1);
            told.add("arrived once", u64::from(count == 1));
            told.add("shown as uncertain", u64::from(is_in_doubt));
            if count == 0 {
                assert!(
                    one.state.is_wrong(),
                    "{period}: not there, and nobody can see it: {one:?}"
                );
            }
            if count > 1 {
                assert!(one.resent > 0, "{period}: twice by itself: {one:?}");
                told.add("twice, asked for by hand", 1);
            }
            let first = self.first_taken(&one.address, period);
            told.add("late", u64::from(first.is_none_or(|at| at > until)));
            told.add("by itself", u64::from(one.resent == 0 && count == 1));
        }
        let taken = self.receiver.taken.lock();
        let mut keys: Vec<&str> =
            taken.iter().filter(|it| it.to != "hook").map(|it| it.key.as_str()).collect();
        keys.sort_unstable();
        assert!(keys.windows(2).all(|two| two[0] != two[1]), "{period}: one mail was taken twice");
        let half = taken.iter().find(|it| it.subject.starts_with("BC") && !it.is_whole);
        assert!(half.is_none(), "{period}: half a message: {half:?}");
    }

    fn first_taken(&self, address: &str, period: &str) -> Option<i64> {
        if address == "chung" {
            return self.in_folder.borrow().get(period).copied();
        }
        let taken = self.receiver.taken.lock();
        let mut of = taken.iter().filter(|it| is_of(it, address) && it.subject.ends_with(period));
        of.next().map(|it| it.at)
    }
}

fn is_of(taken: &Taken, address: &str) -> bool {
    taken.to == address || (address == "nhom" && taken.to == "hook")
}
