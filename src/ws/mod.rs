//! The WebSocket: protocol, one socket, the node's hub.
