package wire

import (
	"context"

	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"

	pb "github.com/spochub/spochub/sdk/pluginpb"
	"github.com/spochub/spochub/sdk/rest"
)

const tallyKey = "spochub-tally-bin"

// trailer is what a call cost, nil for nothing.
func trailer(m *rest.Meter) metadata.MD {
	t := cost(m)
	if t == nil {
		return nil
	}
	data, err := proto.Marshal(t)
	if err != nil {
		return nil
	}
	return metadata.Pairs(tallyKey, string(data))
}

// cost takes what was counted since it was last asked, nil for nothing.
func cost(m *rest.Meter) *pb.Tally {
	t := m.Take()
	if len(t.Calls) == 0 && !t.Limited {
		return nil
	}
	return toTally(t)
}

// count adds what a call cost to the caller's meter.
func count(ctx context.Context, md metadata.MD) {
	for _, data := range md.Get(tallyKey) {
		var t pb.Tally
		if proto.Unmarshal([]byte(data), &t) == nil {
			rest.MeterOf(ctx).Add(fromTally(&t))
		}
	}
}
