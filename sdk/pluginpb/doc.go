// Package pluginpb is the generated form of connector.proto, the contract
// between the hub and a connector in a process of its own. Package wire is the
// only one that uses it.
package pluginpb

//go:generate go run ./internal/gen -out .
