//! Stands where the pipeline does, and does nothing.

use motcua::{
    domain::progress::BuildProgress,
    web::{DemoPages, ExportTrial, JobRunner, MendOutcome, UploadOutcome, UploadRequest},
};

pub struct IdleClerk;

impl JobRunner for IdleClerk {
    fn take_in(&self, _: &UploadRequest, _: &mut dyn FnMut(&BuildProgress)) -> Vec<UploadOutcome> {
        Vec::new()
    }

    fn try_export(&self, _: &ExportTrial) -> Result<(), String> {
        Err("nothing is tried here".to_owned())
    }

    fn open_demo(&self) -> Result<Vec<DemoPages>, String> {
        Err("no samples are shown here".to_owned())
    }

    fn send_test(&self, _: &str, _: &str) -> Result<(), String> {
        Ok(())
    }

    fn send_test_mail(&self, _: &str) -> Result<(), String> {
        Ok(())
    }

    fn mend(&self) -> MendOutcome {
        MendOutcome::Sound
    }

    fn build(&self, _: &mut dyn FnMut(&BuildProgress)) -> Vec<UploadOutcome> {
        Vec::new()
    }
}
