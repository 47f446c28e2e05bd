//! Whose an address is: what one machine or one subscriber can have many of counts once.

use std::{
    fmt,
    net::{IpAddr, Ipv6Addr},
};

/// Groups addresses by who holds them: an IPv4 address alone, IPv6 addresses by their /64, which one subscriber has all of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AddressGroup(IpAddr);

impl AddressGroup {
    /// Finds the group of an address; one of IPv4 that is written as IPv6 is one of IPv4.
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(whole) if !whole.is_loopback() => {
                IpAddr::V6(Ipv6Addr::from_bits(whole.to_bits() >> 64 << 64))
            }
            other => other,
        })
    }

    /// Tells whether it is this machine itself.
    pub fn is_loopback(self) -> bool {
        self.0.is_loopback()
    }
}

impl fmt::Display for AddressGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            IpAddr::V6(whole) if !whole.is_loopback() => write!(f, "{whole}/64"),
            other => write!(f, "{other}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::of_one_subscriber("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    #[case::of_two_subscribers("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    #[case::one_address_written_twice("::ffff:10.0.0.1", "10.0.0.1", true)]
    #[case::neighbours_of_ipv4("10.0.0.1", "10.0.0.2", false)]
    #[case::this_machine_and_nobody("::1", "::2", false)]
    fn addresses_of_one_holder_are_one(
        #[case] one: &str,
        #[case] other: &str,
        #[case] is_one: bool,
    ) {
        let group = |text: &str| AddressGroup::of(text.parse().expect("an address"));
        assert_eq!(group(one) == group(other), is_one);
    }
}
