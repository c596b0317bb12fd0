// Package wire carries a connector across the border of its process: [Server]
// serves one by gRPC, [Client] is the [sdk.Conn] on the other side. Errors keep
// their class and details, deadlines and cancellation cross, and the calls that
// a connector makes at its tool are counted in the caller's [rest.Meter].
package wire

// chunk is how much of a file one message carries.
const chunk = 64 << 10

// maxMessage bounds one request; files are chunked.
const maxMessage = 64 << 20
