# docker build -t phonepop . (how to run it: docs/operations.md)
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN dotnet publish PhonePop.Server -c Release -o /site -nologo

FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/* && install -d -m 700 -o app -g app /data
WORKDIR /data
COPY --from=build /site /site
USER app
ENV ASPNETCORE_HTTP_PORTS=8080 PhonePop__Database__ConnectionString="Data Source=/data/phonepop.db"
EXPOSE 8080
VOLUME /data
HEALTHCHECK --interval=15s --timeout=5s --start-period=1m CMD curl -fs http://127.0.0.1:8080/health/live || exit 1
ENTRYPOINT ["dotnet", "/site/PhonePop.Server.dll"]
