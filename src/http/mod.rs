//! HTTP: routes, extractors, middleware, problem details.
