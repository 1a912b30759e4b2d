namespace PhonePop.Server.Customers.Lookups;

/// <summary>Reads the whole answer within the time limit that stands around it, and not more than it must: a body that trickles, or never ends, is a failure like another.</summary>
internal sealed class BoundedBodyHandler : DelegatingHandler
{
    /// <summary>A customer is a few hundred bytes; a list of them a few thousand.</summary>
    public const int LargestBody = 256 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            using var whole = new MemoryStream();
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[16 * 1024];
            while (await body.ReadAsync(buffer, cancellationToken) is var read and > 0)
            {
                if (whole.Length + read > LargestBody)
                {
                    throw new OtherSystemException($"The other system answered with more than {LargestBody / 1024} KB.");
                }

                whole.Write(buffer, 0, read);
            }

            response.Content.Dispose();
            response.Content = new ByteArrayContent(whole.ToArray());
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
