//! Which addresses are of the public internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address can be anybody's: not this machine, not the local network, not a reserved range.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    // This network, carrier-grade NAT, protocol assignments, 6to4 relays, benchmarks, multicast and above.
    let is_reserved = matches!(
        (a, b, c),
        (0 | 224.., ..) | (100, 64..=127, _) | (192, 0, 0) | (192, 88, 99) | (198, 18 | 19, _)
    );
    !(is_reserved
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation())
}

/// Global unicast only; an IPv4 address inside one counts as itself.
fn is_public_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        // Mapped, NAT64, 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => {
            is_public_v4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)))
        }
        // Teredo and other protocol assignments, documentation.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        [0x2000..=0x3fff, ..] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::public("8.8.8.8", true)]
    #[case::public_v6("2405:4800::1", true)]
    #[case::public_mapped("::ffff:8.8.8.8", true)]
    #[case::loopback("127.0.0.1", false)]
    #[case::any("0.0.0.0", false)]
    #[case::private_a("10.1.2.3", false)]
    #[case::private_b("172.16.0.1", false)]
    #[case::private_c("192.168.1.1", false)]
    #[case::link_local("169.254.169.254", false)]
    #[case::carrier_grade_nat("100.64.0.1", false)]
    #[case::multicast("224.0.0.1", false)]
    #[case::broadcast("255.255.255.255", false)]
    #[case::loopback_v6("::1", false)]
    #[case::any_v6("::", false)]
    #[case::unique_local("fd12::1", false)]
    #[case::link_local_v6("fe80::1", false)]
    #[case::site_local("fec0::1", false)]
    #[case::mapped("::ffff:127.0.0.1", false)]
    #[case::compatible("::127.0.0.1", false)]
    #[case::nat64("64:ff9b::10.0.0.1", false)]
    #[case::six_to_four("2002:7f00:1::", false)]
    #[case::teredo("2001::1", false)]
    #[case::documentation("2001:db8::1", false)]
    fn only_addresses_of_the_internet_are_public(#[case] address: &str, #[case] public: bool) {
        assert_eq!(is_public(address.parse().expect("an address")), public);
    }
}
