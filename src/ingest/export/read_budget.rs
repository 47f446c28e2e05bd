//! How much of an export one record may take, so that a quote nobody closes is not read to the end of the file at once.

use std::{
    cell::Cell,
    io::{self, Read},
    rc::Rc,
};

/// What may still be read; whoever reads records renews it at each.
#[derive(Clone)]
pub struct ReadBudget(Rc<Cell<usize>>);

impl ReadBudget {
    /// Makes a budget that does not run out before it is renewed.
    pub fn new_unlimited() -> Self {
        Self(Rc::new(Cell::new(usize::MAX)))
    }

    /// Allows so many bytes from here on, whatever was left.
    pub fn renew_budget(&self, bytes: usize) {
        self.0.set(bytes);
    }

    /// Tells whether nothing is left.
    pub fn is_spent(&self) -> bool {
        self.0.get() == 0
    }

    /// Reads no more than is left, then fails.
    pub fn limit_reader<R>(&self, input: R) -> BudgetedReader<R> {
        BudgetedReader { input, budget: self.clone() }
    }
}

/// Reads from its input no more than the budget allows.
pub struct BudgetedReader<R> {
    input: R,
    budget: ReadBudget,
}

impl<R: Read> Read for BudgetedReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.budget.0.get();
        if left == 0 {
            let problem = "a record is too long to be one";
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, problem));
        }
        let most = buffer.len().min(left);
        let read = self.input.read(&mut buffer[..most])?;
        self.budget.0.set(left - read);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_past_the_budget_fails_until_it_is_renewed() {
        let budget = ReadBudget::new_unlimited();
        let mut input = budget.limit_reader(&b"abcdef"[..]);
        budget.renew_budget(4);
        let mut read = Vec::new();
        let error = input.read_to_end(&mut read).expect_err("spent");
        assert_eq!((read.as_slice(), error.kind()), (&b"abcd"[..], io::ErrorKind::FileTooLarge));
        assert!(budget.is_spent());
        budget.renew_budget(4);
        input.read_to_end(&mut read).expect("renewed");
        assert_eq!(read, b"abcdef");
    }
}
