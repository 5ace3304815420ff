//! How many connections there may be: in all, and of one address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

/// The places that connections take.
#[derive(Debug)]
pub(super) struct Places {
    most: usize,
    most_of_one: usize,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// One connection's place; free again when dropped.
#[derive(Debug)]
pub(super) struct Place {
    places: Arc<Places>,
    address: IpAddr,
}

impl Places {
    /// So many places in all, and so many for one address.
    pub(super) fn new(most: usize, most_of_one: usize) -> Arc<Self> {
        Arc::new(Self { most, most_of_one, taken: Mutex::default() })
    }

    /// A place, where one is free.
    pub(super) fn take(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let address = network(address);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.all >= self.most {
            return None;
        }
        let of_one = taken.by_address.entry(address).or_default();
        if *of_one >= self.most_of_one {
            return None;
        }
        *of_one += 1;
        taken.all += 1;
        drop(taken);
        Some(Place { places: Arc::clone(self), address })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all = taken.all.saturating_sub(1);
        let left = taken.by_address.get_mut(&self.address).map(|of_one| {
            *of_one = of_one.saturating_sub(1);
            *of_one
        });
        if left == Some(0) {
            taken.by_address.remove(&self.address);
        }
    }
}

/// What counts as one address: of IPv6 a network of 64 bits, for a device has as many addresses in
/// it as it likes.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_and_free_again() {
        let places = Places::new(3, 2);
        let at = |text: &str| places.take(text.parse().unwrap());
        let first = at("192.168.1.7").unwrap();
        let second = at("::ffff:192.168.1.7").unwrap();
        assert!(at("192.168.1.7").is_none(), "two of one address");
        let third = at("192.168.1.8").unwrap();
        assert!(at("192.168.1.9").is_none(), "three in all");
        drop(first);
        assert!(at("192.168.1.9").is_some());
        drop((second, third));
        let taken = places.taken.lock().unwrap();
        assert_eq!((taken.all, taken.by_address.len()), (0, 0), "nothing is remembered");
    }

    #[test]
    fn a_network_of_ipv6_is_one_address() {
        let places = Places::new(9, 1);
        let place = places.take("2001:db8::1".parse().unwrap());
        assert!(place.is_some() && places.take("2001:db8::2".parse().unwrap()).is_none());
        assert!(places.take("2001:db8:0:1::1".parse().unwrap()).is_some());
    }
}
