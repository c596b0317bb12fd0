// Command hello is a complete connector for a small made-up tracker. Copy it,
// and replace the tracker's words and calls by those of your tool.
package main

import "github.com/spochub/spochub/sdk/serve"

func main() { serve.Main(connector()) }
