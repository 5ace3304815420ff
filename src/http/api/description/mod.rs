//! The description of the JSON interface (`OpenAPI`), made of a list of verbs and of the very types
//! that the handlers read.

mod desk;
pub(in crate::http) mod shape;
mod table;
#[cfg(test)]
mod tests;
pub(in crate::http) mod verbs;

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::{
    HttpMethod, OperationBuilder, Parameter, ParameterBuilder, ParameterIn, PathItem, PathsBuilder,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{
    ArrayBuilder, Components, ComponentsBuilder, Object, ObjectBuilder, Ref, Schema, SchemaType,
    Type,
};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder, RefOr, Required, ResponseBuilder};

use self::shape::{Field, Kind};
use self::verbs::{Answer, Verb, all};
use crate::http::access::Access;
use crate::http::pages::public::cached;
use crate::http::visitor::{Visitor, login_cookie};
use crate::http::words::Words;

/// The name of the login's cookie in the description.
const LOGIN: &str = "login";
/// The name of what every refusal looks like.
const REFUSAL: &str = "Refusal";

/// `GET /api/openapi.json`.
pub(in crate::http) async fn openapi(visitor: Visitor) -> Response {
    let document = document(visitor.words, login_cookie(visitor.secure));
    cached(&visitor, Json(document).into_response())
}

/// Who may use an address, in words.
pub(in crate::http) fn who(words: Words, access: Access) -> String {
    match access {
        Access::Public => words.say("api-everybody"),
        Access::SignedIn => words.say("api-signed-in"),
        Access::Roles(roles) => {
            let roles: Vec<_> = roles.iter().map(|role| words.say(role.word())).collect();
            roles.join(words.pick("、", ", "))
        }
    }
}

/// What a verb does, in words.
pub(in crate::http) fn sentence(words: Words, verb: &Verb) -> String {
    words.say(verb.key)
}

fn document(words: Words, cookie: &str) -> OpenApi {
    let info = InfoBuilder::new()
        .title(words.say("common-product"))
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(words.say("api-lead")));
    let mut paths = PathsBuilder::new();
    for verb in all() {
        let method = if verb.changes { HttpMethod::Post } else { HttpMethod::Get };
        paths = paths.path(verb.path, PathItem::new(method, operation(words, &verb)));
    }
    let document = OpenApiBuilder::new().info(info.build()).paths(paths.build());
    document.components(Some(components(words, cookie))).build()
}

fn components(words: Words, cookie: &str) -> Components {
    let text = |key: &str| Object::with_type(Type::String).described(words.say(key));
    let refusal = ObjectBuilder::new()
        .property("error", text("api-error-code"))
        .property("message", text("api-error-message"))
        .property("detail", text("api-error-detail"))
        .required("error")
        .required("message");
    let login = ApiKeyValue::with_description(cookie, &words.say("api-cookie"));
    ComponentsBuilder::new()
        .schema(REFUSAL, refusal)
        .security_scheme(LOGIN, SecurityScheme::ApiKey(ApiKey::Cookie(login)))
        .build()
}

/// Gives a schema its sentence.
trait Described {
    fn described(self, sentence: String) -> Object;
}

impl Described for Object {
    fn described(mut self, sentence: String) -> Object {
        self.description = Some(sentence);
        self
    }
}

fn operation(words: Words, verb: &Verb) -> OperationBuilder {
    let mut operation = OperationBuilder::new()
        .operation_id(verb.key.strip_prefix("api-"))
        .tag(who(words, verb.access))
        .summary(Some(sentence(words, verb)))
        .parameters(Some(parameters(words, verb)))
        .response("200", answer(words, verb))
        .response("default", refusal(words, verb));
    if verb.has_page() {
        operation = operation
            .response("303", ResponseBuilder::new().description(words.say("api-answer-page")));
    }
    if !matches!(verb.access, Access::Public) {
        operation = operation.security(SecurityRequirement::new::<_, [&str; 0], _>(LOGIN, []));
    }
    if verb.changes {
        let content = ContentBuilder::new().schema(Some(body(&verb.body))).build();
        let mut taken = RequestBodyBuilder::new().required(Some(Required::True));
        taken = taken.content("application/json", content.clone());
        if verb.form {
            taken = taken.content("application/x-www-form-urlencoded", content);
        }
        operation = operation.request_body(Some(taken.build()));
    }
    operation
}

fn parameters(words: Words, verb: &Verb) -> Vec<Parameter> {
    let parameter = |name: &str, place, kind| {
        ParameterBuilder::new()
            .name(name)
            .required(if matches!(place, ParameterIn::Query) {
                Required::False
            } else {
                Required::True
            })
            .parameter_in(place)
            .schema(Some(Object::with_type(kind)))
    };
    let mut found = Vec::new();
    for part in verb.path.split('/') {
        if let Some(name) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            found.push(parameter(name, ParameterIn::Path, Type::String).build());
        }
    }
    for field in &verb.query {
        let taken = parameter(field.name, ParameterIn::Query, Type::String);
        found.push(taken.schema(Some(schema(field))).build());
    }
    if verb.changes {
        let header = parameter("X-Piaojue", ParameterIn::Header, Type::String);
        found.push(header.description(Some(words.say("api-header"))).build());
    }
    found
}

fn body(fields: &[Field]) -> Schema {
    let object = fields
        .iter()
        .fold(ObjectBuilder::new(), |object, field| object.property(field.name, schema(field)));
    Schema::Object(object.build())
}

fn schema(field: &Field) -> RefOr<Schema> {
    let one = match field.kind {
        Kind::Text => Object::with_type(Type::String),
        Kind::Integer => Object::with_type(Type::Integer),
        Kind::Flag => Object::with_type(Type::Boolean),
        Kind::Object => Object::with_type(Type::Object),
        Kind::Any => Object::with_type(SchemaType::AnyValue),
        Kind::Choice(words) => {
            let text = ObjectBuilder::new().schema_type(Type::String);
            text.enum_values(Some(words.iter().copied())).build()
        }
    };
    if field.list { ArrayBuilder::new().items(one).into() } else { RefOr::T(Schema::Object(one)) }
}

fn answer(words: Words, verb: &Verb) -> ResponseBuilder {
    let any = || Object::with_type(SchemaType::AnyValue);
    let (kind, schema) = match verb.answer {
        Answer::Object(members) => {
            let add = |object: ObjectBuilder, name: &&str| object.property(*name, any());
            let object = members.iter().fold(ObjectBuilder::new(), add);
            ("application/json", RefOr::T(Schema::Object(object.build())))
        }
        Answer::List => ("application/json", ArrayBuilder::new().items(any()).into()),
        Answer::Events => {
            ("text/event-stream", RefOr::T(Schema::Object(Object::with_type(Type::String))))
        }
    };
    let content = ContentBuilder::new().schema(Some(schema)).build();
    let response = ResponseBuilder::new().description(words.say("api-answer"));
    or_page(response.content(kind, content), verb)
}

fn refusal(words: Words, verb: &Verb) -> ResponseBuilder {
    let schema = Ref::from_schema_name(REFUSAL);
    let content = ContentBuilder::new().schema(Some(schema)).build();
    let response = ResponseBuilder::new().description(words.say("api-refused"));
    or_page(response.content("application/json", content), verb)
}

/// Who sends a form and does not ask for JSON is taken for a person.
fn or_page(response: ResponseBuilder, verb: &Verb) -> ResponseBuilder {
    if !verb.has_page() {
        return response;
    }
    let page = RefOr::T(Schema::Object(Object::with_type(Type::String)));
    response.content("text/html", ContentBuilder::new().schema(Some(page)).build())
}
