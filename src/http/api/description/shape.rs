//! The fields that a handler takes, read off its very type: what serde asks for is written down,
//! so that the description cannot say anything else than the handler does.

use std::cell::RefCell;

use serde::Deserialize;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess};
use serde::de::{SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

/// A field of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::http) struct Field {
    /// Its name.
    pub(in crate::http) name: &'static str,
    /// What it holds.
    pub(in crate::http) kind: Kind,
    /// A list of these.
    pub(in crate::http) list: bool,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::http) enum Kind {
    /// Text: names, ids, keys, notes, days.
    Text,
    /// A whole number.
    Integer,
    /// True or false.
    Flag,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// An object.
    Object,
    /// Any JSON.
    #[default]
    Any,
}

/// The fields of a type that is read from an object; none where it is not.
pub(in crate::http) fn fields<'de, T: Deserialize<'de>>() -> Vec<Field> {
    let names = RefCell::new([].as_slice());
    // Reading fails on purpose: what was asked for is all that is wanted.
    let _stopped = T::deserialize(Names(&names)).err();
    let names = names.into_inner();
    names.iter().map(|name| field::<T>(name)).collect()
}

fn field<'de, T: Deserialize<'de>>(name: &'static str) -> Field {
    let found = RefCell::new(Field { name, kind: Kind::Any, list: false });
    let _stopped = T::deserialize(OneField(&found)).err();
    found.into_inner()
}

fn stop<T>() -> Result<T, Error> {
    Err(Error::custom("enough is known"))
}

/// Writes down the names of the fields that a struct asks for.
struct Names<'a>(&'a RefCell<&'static [&'static str]>);

impl<'de> Deserializer<'de> for Names<'_> {
    type Error = Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        self.0.replace(fields);
        stop()
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        stop()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// Gives a struct one field, and writes down what it asks of the value.
struct OneField<'a>(&'a RefCell<Field>);

impl<'de> Deserializer<'de> for OneField<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
        struct
    }
}

impl<'de> MapAccess<'de> for OneField<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let name: StrDeserializer<'_, Error> = self.0.borrow().name.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(Value(self.0))
    }
}

/// Writes down what is asked of a value.
struct Value<'a>(&'a RefCell<Field>);

impl Value<'_> {
    fn is<T>(&self, kind: Kind) -> Result<T, Error> {
        self.0.borrow_mut().kind = kind;
        stop()
    }
}

macro_rules! kinds {
    ($($kind:ident: $($method:ident)*;)*) => {
        $($(
            fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
                self.is(Kind::$kind)
            }
        )*)*
    };
}

impl<'de> Deserializer<'de> for Value<'_> {
    type Error = Error;

    kinds! {
        Text: deserialize_str deserialize_string deserialize_char deserialize_identifier;
        Integer: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
            deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64;
        Flag: deserialize_bool;
        Object: deserialize_map;
        Any: deserialize_any deserialize_f32 deserialize_f64 deserialize_bytes
            deserialize_byte_buf deserialize_unit deserialize_ignored_any;
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.0.borrow_mut().list = true;
        visitor.visit_seq(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: V,
    ) -> Result<V::Value, Error> {
        self.is(Kind::Any)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        self.is(Kind::Object)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        self.is(Kind::Choice(variants))
    }
}

impl<'de> SeqAccess<'de> for Value<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        seed.deserialize(Value(self.0)).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[derive(Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Colour {
        Red,
        DarkBlue,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its type is looked at")]
    struct Form {
        title: String,
        #[serde(rename = "poll")]
        id: Uuid,
        seats: Option<u32>,
        rehearsal: bool,
        options: Vec<Uuid>,
        colour: Colour,
        rule: serde_json::Value,
    }

    #[test]
    fn the_fields_of_a_type_are_those_that_it_reads() {
        let found = fields::<Form>();
        let kinds: Vec<_> = found.iter().map(|it| (it.name, it.kind, it.list)).collect();
        let colours = Kind::Choice(&["red", "dark_blue"]);
        let expected = [
            ("title", Kind::Text, false),
            ("poll", Kind::Text, false),
            ("seats", Kind::Integer, false),
            ("rehearsal", Kind::Flag, false),
            ("options", Kind::Text, true),
            ("colour", colours, false),
            ("rule", Kind::Any, false),
        ];
        assert_eq!(kinds, expected);
        assert_eq!(fields::<Vec<Form>>(), []);
        assert_eq!(fields::<Colour>(), []);
    }
}
