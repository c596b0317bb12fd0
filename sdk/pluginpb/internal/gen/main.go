// Command gen writes the Go code of connector.proto with nothing but Go: it
// compiles the file itself and runs the generators by `go tool`.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/bufbuild/protocompile"
	"github.com/bufbuild/protocompile/linker"
	"github.com/bufbuild/protocompile/protoutil"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/pluginpb"
)

const source = "connector.proto"

// generators are the tools that turn the description into code.
var generators = []string{"protoc-gen-go", "protoc-gen-go-grpc"}

func main() {
	dir := flag.String("dir", ".", "the folder of "+source)
	out := flag.String("out", ".", "the folder to write to")
	flag.Parse()
	if err := generate(context.Background(), *dir, *out); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func generate(ctx context.Context, dir, out string) error {
	compiler := protocompile.Compiler{
		Resolver:       protocompile.WithStandardImports(&protocompile.SourceResolver{ImportPaths: []string{dir}}),
		SourceInfoMode: protocompile.SourceInfoStandard,
	}
	files, err := compiler.Compile(ctx, source)
	if err != nil {
		return err
	}
	request, err := proto.Marshal(&pluginpb.CodeGeneratorRequest{
		FileToGenerate: []string{source},
		Parameter:      new("paths=source_relative"),
		ProtoFile:      descriptors(files[0]),
	})
	if err != nil {
		return err
	}
	for _, tool := range generators {
		if err := run(ctx, tool, request, out); err != nil {
			return err
		}
	}
	return nil
}

// descriptors lists the file and what it imports, imports first.
func descriptors(file linker.File) []*descriptorpb.FileDescriptorProto {
	var list []*descriptorpb.FileDescriptorProto
	imports := file.Imports()
	for i := range imports.Len() {
		list = append(list, protoutil.ProtoFromFileDescriptor(protoreflect.FileDescriptor(imports.Get(i))))
	}
	return append(list, protoutil.ProtoFromFileDescriptor(file))
}

func run(ctx context.Context, tool string, request []byte, out string) error {
	cmd := exec.CommandContext(ctx, "go", "tool", tool)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(request), os.Stderr
	answer, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%s: %w", tool, err)
	}
	var response pluginpb.CodeGeneratorResponse
	if err := proto.Unmarshal(answer, &response); err != nil {
		return fmt.Errorf("%s: %w", tool, err)
	}
	if response.Error != nil {
		return fmt.Errorf("%s: %s", tool, response.GetError())
	}
	for _, f := range response.File {
		if err := os.WriteFile(filepath.Join(out, f.GetName()), []byte(f.GetContent()), 0o644); err != nil {
			return err
		}
	}
	return nil
}
